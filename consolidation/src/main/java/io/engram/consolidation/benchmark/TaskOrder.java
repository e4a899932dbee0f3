package io.engram.consolidation.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The orders in which a benchmark learns its tasks. */
public final class TaskOrder {
  private TaskOrder() {}

  /**
   * @param tasks in the order of the experiment file
   * @param order 0 leaves them as they are, any other is a shuffle of its own, the same everywhere
   */
  public static <T> List<T> of(List<T> tasks, int order) {
    List<T> ordered = new ArrayList<>(tasks);
    if (order > 0) {
      Collections.shuffle(ordered, new Random(order));
    }
    return List.copyOf(ordered);
  }
}
