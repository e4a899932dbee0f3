package io.engram.consolidation.benchmark;

import java.util.List;
import java.util.SortedMap;

/**
 * How a method's settings were chosen.
 *
 * @param tasks number of tasks that were learnt at every point
 * @param seed of these runs; null in tunings of older programs
 * @param tried every point of the grid with what it reached on validation rows
 * @param chosen index of the best one
 */
public record Tuning(int tasks, Long seed, List<Point> tried, int chosen) {

  /**
   * @param settings by name, e.g. {@code lambda -> 10}
   * @param validationAccuracy mean over the tasks, in [0, 1]
   */
  public record Point(SortedMap<String, String> settings, double validationAccuracy) {}

  public Tuning {
    tried = List.copyOf(tried);
  }

  /** Whether the grid was tried on so many tasks, with that seed where it is known. */
  public boolean isOf(int otherTasks, long otherSeed) {
    return tasks == otherTasks && (seed == null || seed == otherSeed);
  }
}
