package io.engram.jobs.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.engram.transformers.runtime.NeuralRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time, processor time, resident size and live arrays of one piece of work in this JVM. */
final class Measurement {
  private static final long SAMPLE_MILLIS = 500;
  private static final Path STATUS = Path.of("/proc/self/status");

  private final List<Long> residentKilobytes = new CopyOnWriteArrayList<>();
  private final Thread sampler = new Thread(this::sample, "resident-size");
  private final int arraysBefore = NeuralRuntime.get().liveArrays();
  private final double processorBefore = processorSeconds();
  private final long start = System.nanoTime();

  private Measurement() {}

  static Measurement start() {
    Measurement measurement = new Measurement();
    measurement.sampler.setDaemon(true);
    measurement.sampler.start();
    return measurement;
  }

  /** Prints one JSON line; the growth is that of the largest size after the first fifth. */
  void print(String side, long rows) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double processor = processorSeconds() - processorBefore;
    sampler.interrupt();
    List<Long> sizes = List.copyOf(residentKilobytes);
    int fifth = sizes.size() / 5;
    long early = max(sizes.subList(0, fifth + 1));
    long late = max(sizes.subList(fifth, sizes.size()));
    System.out.printf(
        Locale.ROOT,
        "{\"side\": \"%s\", \"rows\": %d, \"seconds\": %.3f, \"processorSeconds\": %.3f,"
            + " \"rowsPerSecond\": %.1f, \"residentMegabytesFirstFifth\": %d,"
            + " \"residentMegabytesRest\": %d, \"residentGrowth\": %.4f,"
            + " \"liveArraysBefore\": %d, \"liveArraysAfter\": %d}%n",
        side,
        rows,
        seconds,
        processor,
        rows / seconds,
        early >> 10,
        late >> 10,
        (double) late / early - 1,
        arraysBefore,
        NeuralRuntime.get().liveArrays());
  }

  static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private static long max(List<Long> sizes) {
    return sizes.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  private void sample() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        residentKilobytes.add(residentKilobytes());
        Thread.sleep(SAMPLE_MILLIS);
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  /** The largest resident size of this process so far. */
  static long largestResidentMegabytes() {
    return kilobytes("VmHWM:") >> 10;
  }

  private static long residentKilobytes() {
    return kilobytes("VmRSS:");
  }

  private static long kilobytes(String name) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException("no resident size in " + STATUS, e);
    }
  }
}
