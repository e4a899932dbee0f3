package io.engram.jobs.data;

import java.util.List;

/**
 * A task cut from WordNet.
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

  public long trainRows() {
    return rows.stream().filter(row -> row.split().equals(TaskRow.TRAIN)).count();
  }

  public long testRows() {
    return rows.size() - trainRows();
  }
}
