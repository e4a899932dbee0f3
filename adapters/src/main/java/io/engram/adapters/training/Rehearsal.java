package io.engram.adapters.training;

import java.io.Serializable;

/**
 * How kept rows of earlier tasks are trained on beside the rows of a new one.
 *
 * @param trainHeads whether the heads of earlier tasks are trained along; few rows that are seen
 *     again with every task are soon known by heart by a head that follows them
 * @param weight what the mean loss of the kept rows counts against that of the new ones, positive;
 *     null: every row counts the same
 */
public record Rehearsal(boolean trainHeads, Double weight) implements Serializable {
  /** All rows are alike, and so are all heads. */
  public static final Rehearsal ALIKE = new Rehearsal(true, null);

  public Rehearsal {
    if (weight != null && !(weight > 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "the weight of kept rows is positive and finite, got " + weight);
    }
  }

  /**
   * What a row of each class counts, so that the mean over all rows stays what it was.
   *
   * @param alike what it counts among the rows of its own task, mean 1
   * @param counts training rows of each class
   * @param own first class of the new task; those before are of earlier ones
   */
  float[] weighted(float[] alike, long[] counts, int own) {
    long kept = sum(counts, 0, own);
    if (weight == null || kept == 0) {
      return alike;
    }
    long fresh = sum(counts, own, counts.length);
    double whole = (kept + fresh) / (1 + weight);
    float[] weighted = new float[alike.length];
    for (int c = 0; c < weighted.length; c++) {
      weighted[c] = (float) (alike[c] * (c < own ? weight * whole / kept : whole / fresh));
    }
    return weighted;
  }

  private static long sum(long[] counts, int from, int to) {
    long sum = 0;
    for (int c = from; c < to; c++) {
      sum += counts[c];
    }
    return sum;
  }
}
