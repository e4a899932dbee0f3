package io.engram.transformers.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The executor JVMs of a local cluster that this JVM started. */
public final class ExecutorProcesses {
  private ExecutorProcesses() {}

  /** Every Java process below this one. */
  public static List<ProcessHandle> running() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .toList();
  }

  /** The JVM of one executor. */
  public static ProcessHandle of(String executorId) {
    String words = "\0--executor-id\0" + executorId + "\0";
    return running().stream()
        .filter(process -> commandLine(process).contains(words))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no process of executor " + executorId));
  }

  // Their command lines are too long for the JVM to show.
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** SIGKILL: no shutdown hook runs, nothing is said to the driver. */
  public static void kill(ProcessHandle executor) {
    if (!executor.destroyForcibly()) {
      throw new IllegalStateException("executor " + executor.pid() + " could not be killed");
    }
  }
}
