package io.engram.jobs.data;

import io.engram.consolidation.task.Split;
import java.util.List;

/**
 * A task cut from real data.
 *
 * @param id task id
 * @param classes labels, largest class first
 * @param rows all rows, by class and then in sampling order
 */
public record TaskCut(String id, List<String> classes, List<TaskRow> rows) {

  public TaskCut {
    classes = List.copyOf(classes);
    rows = List.copyOf(rows);
  }

  /** Whether its rows are pairs of texts. */
  public boolean isOfPairs() {
    return rows.stream().anyMatch(row -> row.pair() != null);
  }

  /** What it is in a list of tasks. */
  public TaskSize size() {
    return new TaskSize(id, classes, trainRows(), validationRows(), testRows());
  }

  public long trainRows() {
    return rows(Split.TRAIN);
  }

  public long validationRows() {
    return rows(Split.VALIDATION);
  }

  public long testRows() {
    return rows(Split.TEST);
  }

  private long rows(Split split) {
    return rows.stream().filter(row -> row.split().equals(split.label())).count();
  }
}
