package io.engram.consolidation.store;

import io.engram.transformers.QuickJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM on this test's class path, that can be stopped at any instant as a lost machine would
 * be, and killed without a chance to clean up.
 */
public final class ChildJvm implements AutoCloseable {
  /** Far more than any of them needs on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final Path output;
  private final Path errors;

  private ChildJvm(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * @param files its output goes to {@code files.out} and {@code files.err}
   */
  static ChildJvm start(Class<?> main, Path files, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(QuickJvm.options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Path output = Path.of(files + ".out");
    Path errors = Path.of(files + ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    return new ChildJvm(process, output, errors);
  }

  /** Whole lines it has printed by now. */
  public List<String> lines() throws IOException {
    String text = Files.readString(output, StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Waits until it has printed so many lines, and fails when it ends before or never does. */
  public void awaitLines(int count) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (lines().size() < count) {
      if (!process.isAlive() && lines().size() < count) {
        throw new IllegalStateException("ended early: " + Files.readString(errors));
      }
      if (System.nanoTime() > end) {
        throw late("print " + count + " lines, it has printed " + lines());
      }
      Thread.sleep(5);
    }
  }

  /** Waits for its end and fails unless that was a good one. */
  void awaitEnd() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw late("end");
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("exit " + process.exitValue() + Files.readString(errors));
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops all its threads where they are; returns when they stand still. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
    while (!state().startsWith("T")) {
      Thread.sleep(1);
    }
  }

  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** {@code kill -9}; returns when it is gone. */
  public void kill() throws IOException, InterruptedException {
    signal("KILL");
    process.waitFor();
  }

  private IllegalStateException late(String doing) throws IOException {
    return new IllegalStateException(
        "process %d did not, within %s, %s; its errors: %s"
            .formatted(process.pid(), PATIENCE, doing, Files.readString(errors)));
  }

  private void signal(String name) throws IOException, InterruptedException {
    run("kill", "-" + name, Long.toString(process.pid()));
  }

  private String state() throws IOException, InterruptedException {
    return run("ps", "-o", "state=", "-p", Long.toString(process.pid())).strip();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " does not end");
    }
  }
}
