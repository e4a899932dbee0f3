package io.engram.consolidation.transferability;

import io.engram.consolidation.task.StableHash;

/**
 * Random labels that need no shuffle of the rows: each row draws its label from the task's class
 * shares by a hash of its key, so that one pass over the rows, in any order, sees every shuffle.
 */
public final class ShuffledLabels {
  private final double[] cumulative;
  private final long seed;

  /**
   * @param classCounts rows of each class
   * @param seed of the shuffles
   */
  public ShuffledLabels(long[] classCounts, long seed) {
    this.seed = seed;
    cumulative = new double[classCounts.length];
    double total = 0;
    for (int k = 0; k < classCounts.length; k++) {
      total += classCounts[k];
      cumulative[k] = total;
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException("no class has a row");
    }
  }

  /** Label of a row in one shuffle. */
  public int label(String rowKey, int shuffle) {
    double at = StableHash.unit(rowKey, seed + shuffle) * cumulative[cumulative.length - 1];
    for (int k = 0; k < cumulative.length; k++) {
      if (at < cumulative[k]) {
        return k;
      }
    }
    throw new IllegalStateException("unreachable: " + at + " is beyond the last class");
  }
}
