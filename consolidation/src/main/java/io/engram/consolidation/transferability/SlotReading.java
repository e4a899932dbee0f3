package io.engram.consolidation.transferability;

import java.util.Arrays;

/**
 * How the scores of a slot's heads become one score of the slot. A slot that serves many tasks has
 * many heads: their maximum favours crowded slots, because some head always fits, and their mean
 * punishes them.
 */
public enum SlotReading {
  /** The best head. */
  MAX {
    @Override
    double read(double[] heads, double spread) {
      return Arrays.stream(heads).max().orElseThrow();
    }
  },
  /** The mean head. */
  MEAN {
    @Override
    double read(double[] heads, double spread) {
      return Arrays.stream(heads).average().orElseThrow();
    }
  },
  /** The mean of the best three heads. */
  TOP_MEAN {
    @Override
    double read(double[] heads, double spread) {
      double[] sorted = heads.clone();
      Arrays.sort(sorted);
      int from = Math.max(0, sorted.length - 3);
      return Arrays.stream(sorted, from, sorted.length).average().orElseThrow();
    }
  },
  /**
   * The best head less what the best of that many random heads exceeds a single one by: random
   * heads score the same in a crowded slot and in an empty one, in expectation.
   */
  CROWD_CORRECTED {
    @Override
    double read(double[] heads, double spread) {
      return MAX.read(heads, spread) - spread * NormalMaximum.expected(heads.length);
    }
  };

  /**
   * @param heads scores of one slot's heads
   * @param spread standard deviation of head scores within a slot
   */
  abstract double read(double[] heads, double spread);

  /**
   * Scores of all slots.
   *
   * @param heads score of each head of each slot, {@code [slots][heads of the slot]}; a score that
   *     belongs to the slot as a whole is one head
   * @return {@code [slots]}, higher is better
   * @throws IllegalArgumentException if a slot has no head or a score is not a number
   */
  public double[] scores(double[][] heads) {
    for (int slot = 0; slot < heads.length; slot++) {
      if (heads[slot].length == 0) {
        throw new IllegalArgumentException("slot " + slot + " has no head to score");
      }
      for (double score : heads[slot]) {
        if (!Double.isFinite(score)) {
          throw new IllegalArgumentException("a head of slot " + slot + " scores " + score);
        }
      }
    }
    double spread = pooledDeviation(heads);
    return Arrays.stream(heads).mapToDouble(slot -> read(slot, spread)).toArray();
  }

  /** Standard deviation within slots, pooled over slots; 0 when every slot has one head. */
  private static double pooledDeviation(double[][] heads) {
    double squares = 0;
    long freedom = 0;
    for (double[] slot : heads) {
      double mean = Arrays.stream(slot).average().orElseThrow();
      for (double score : slot) {
        squares += (score - mean) * (score - mean);
      }
      freedom += slot.length - 1;
    }
    return freedom == 0 ? 0 : Math.sqrt(squares / freedom);
  }
}
