package io.engram.consolidation.task;

import java.util.List;

/**
 * The data of a task cannot be learnt or scored; names table, columns, classes and rows at fault.
 */
public class DataRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String task;
  private final String table;
  private final transient List<DataProblem> problems;

  /**
   * @param task id of the task, or null when the table belongs to none
   * @param table where the rows come from
   * @param problems at least one
   */
  public DataRefusedException(String task, String table, List<DataProblem> problems) {
    super(message(task, table, problems));
    this.task = task;
    this.table = table;
    this.problems = List.copyOf(problems);
  }

  public String task() {
    return task;
  }

  public String table() {
    return table;
  }

  /** What is wrong, one entry each; empty after a journey between JVMs, where the message stays. */
  public List<DataProblem> problems() {
    return problems == null ? List.of() : problems;
  }

  private static String message(String task, String table, List<DataProblem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("data is refused for at least one problem");
    }
    StringBuilder text = new StringBuilder("the data of ");
    text.append(task == null ? "table " + table : "task " + task + ", table " + table + ",");
    text.append(" is refused:");
    for (DataProblem problem : problems) {
      text.append(problems.size() == 1 ? " " : "\n  - ").append(problem.line());
    }
    return text.toString();
  }
}
