package io.engram.consolidation.benchmark;

import io.engram.consolidation.benchmark.TaskConfusion.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first few rows of a task that were taken for another class, of every pair of classes. */
final class ConfusedRows {
  private static final int OF_A_PAIR = 3;
  private static final int OF_A_TASK = 60;

  private final List<Example> examples = new ArrayList<>();
  private final Map<List<Integer>, Integer> ofPair = new HashMap<>();

  /**
   * @param row key of a row of class {@code label} that was taken for {@code predicted}
   */
  void add(int label, int predicted, String row) {
    if (label != predicted
        && examples.size() < OF_A_TASK
        && ofPair.merge(List.of(label, predicted), 1, Integer::sum) <= OF_A_PAIR) {
      examples.add(new Example(label, predicted, row));
    }
  }

  List<Example> examples() {
    return examples;
  }
}
