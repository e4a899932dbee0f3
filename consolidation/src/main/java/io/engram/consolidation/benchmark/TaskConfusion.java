package io.engram.consolidation.benchmark;

import java.util.List;

/**
 * Which classes of a task were taken for which, after the last task.
 *
 * @param task its id
 * @param classes names in the order of the counts
 * @param counts test rows, {@code [true class][predicted class]}
 */
public record TaskConfusion(String task, List<String> classes, long[][] counts) {
  public TaskConfusion {
    classes = List.copyOf(classes);
  }
}
