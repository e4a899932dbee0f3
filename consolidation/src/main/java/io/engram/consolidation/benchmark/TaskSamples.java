package io.engram.consolidation.benchmark;

import java.util.List;
import java.util.Map;

/**
 * Some rows of a task to look at.
 *
 * @param task its id
 * @param ofClass keys of some training rows of every class, in the order of the task's classes
 * @param rows by key: those, and test rows that a method took for another class
 */
public record TaskSamples(String task, List<List<String>> ofClass, Map<String, RowSample> rows) {
  public TaskSamples {
    ofClass = ofClass.stream().map(List::copyOf).toList();
    rows = Map.copyOf(rows);
  }
}
