package io.engram.consolidation.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The orders in which a benchmark learns its tasks: no two of them are the same. */
public final class TaskOrder {
  private TaskOrder() {}

  /**
   * @param tasks in the order of the experiment file, each once
   * @param order 0 leaves them as they are, any other is a shuffle of its own, the same everywhere
   * @throws IllegalArgumentException when there are not so many orders of so few tasks
   */
  public static <T> List<T> of(List<T> tasks, int order) {
    if (order >= most(tasks.size())) {
      throw new IllegalArgumentException(
          tasks.size() + " tasks have " + most(tasks.size()) + " orders, no number " + order);
    }
    Set<List<T>> before = new LinkedHashSet<>();
    before.add(List.copyOf(tasks));
    List<T> last = List.copyOf(tasks);
    for (int number = 1; number <= order; number++) {
      last = shuffled(tasks, new Random(number), before);
      before.add(last);
    }
    return last;
  }

  private static <T> List<T> shuffled(List<T> tasks, Random random, Set<List<T>> before) {
    List<T> shuffled = new ArrayList<>(tasks);
    do {
      Collections.shuffle(shuffled, random);
    } while (before.contains(shuffled));
    return List.copyOf(shuffled);
  }

  /** How many orders so many tasks have; {@link Integer#MAX_VALUE} where there are more. */
  public static int most(int tasks) {
    long orders = 1;
    for (int task = 2; task <= tasks && orders < Integer.MAX_VALUE; task++) {
      orders *= task;
    }
    return (int) Math.min(orders, Integer.MAX_VALUE);
  }
}
