package io.engram.jobs.cluster;

import java.util.List;

/** The executor JVMs of a local cluster that this JVM started. */
final class ExecutorProcesses {
  private ExecutorProcesses() {}

  /** Every Java process below this one; their command lines are too long for the JVM to show. */
  static List<ProcessHandle> running() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .toList();
  }

  /** SIGKILL: no shutdown hook runs, nothing is said to the driver. */
  static void kill(ProcessHandle executor) {
    if (!executor.destroyForcibly()) {
      throw new IllegalStateException("executor " + executor.pid() + " could not be killed");
    }
  }
}
