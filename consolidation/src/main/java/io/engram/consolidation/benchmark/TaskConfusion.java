package io.engram.consolidation.benchmark;

import java.util.List;

/**
 * Which classes of a task were taken for which, after the last task.
 *
 * @param task its id
 * @param classes names in the order of the counts
 * @param counts test rows, {@code [true class][predicted class]}
 * @param examples some of the rows that were taken for another class; empty in cells that are older
 *     than they are
 */
public record TaskConfusion(
    String task, List<String> classes, long[][] counts, List<Example> examples) {

  /**
   * @param label index of the row's class
   * @param predicted index of the class it was taken for
   * @param row its key
   */
  public record Example(int label, int predicted, String row) {}

  public TaskConfusion {
    classes = List.copyOf(classes);
    examples = examples == null ? List.of() : List.copyOf(examples);
  }
}
