package io.engram.consolidation.task;

/** A class named together with its task: different tasks may use the same name. */
public final class TaskClass {
  private TaskClass() {}

  /** {@code task/class}; a task id has no slash, so the name says both. */
  public static String name(String task, String label) {
    return task + '/' + label;
  }
}
