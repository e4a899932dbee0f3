package io.engram.transformers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeHeapTest {
  private static final int ARRAYS = 20_000;
  private static final int FLOATS = 4096;
  private static final int KEPT_OF = 50;
  private static final long MEGABYTES = (long) ARRAYS * FLOATS * Float.BYTES >> 20;

  @Test
  void whatIsFreedBetweenArraysThatStayGoesBackToTheSystem() throws Exception {
    try (NDManager owner = NeuralRuntime.get().newManager()) {
      List<NDArray> arrays = new ArrayList<>();
      for (int i = 0; i < ARRAYS; i++) {
        arrays.add(owner.ones(new Shape(FLOATS)));
      }
      long full = residentMegabytes();
      for (int i = 0; i < ARRAYS; i++) {
        if (i % KEPT_OF != 0) {
          arrays.get(i).close();
        }
      }
      Instant end = Instant.now().plus(Duration.ofMinutes(1));
      while (full - residentMegabytes() < MEGABYTES * 2 / 3 && Instant.now().isBefore(end)) {
        NativeHeap.batchDone();
        Thread.sleep(100);
      }
      assertThat(full - residentMegabytes()).isGreaterThan(MEGABYTES * 2 / 3);
      assertThat(arrays.get(0).getFloat(FLOATS - 1)).isEqualTo(1);
    }
  }

  private static long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElseThrow();
  }
}
