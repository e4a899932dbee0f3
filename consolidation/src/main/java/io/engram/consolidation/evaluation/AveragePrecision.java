package io.engram.consolidation.evaluation;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Average precision of a ranking: {@code Σ_n (R_n - R_(n-1)) P_n} over the distinct scores, highest
 * first, with P_n and R_n precision and recall of all rows down to there; not interpolated. Fed in
 * the order of the scores, it keeps three numbers.
 */
public final class AveragePrecision {
  private long rows;
  private long present;
  private double sum;

  /**
   * Of a few rows in any order.
   *
   * @param scores of the rows
   * @param present which of them have the label
   * @return null when none has it
   */
  public static Double of(double[] scores, boolean[] present) {
    if (scores.length != present.length) {
      throw new IllegalArgumentException(scores.length + " scores of " + present.length + " rows");
    }
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -scores[i]));
    AveragePrecision precision = new AveragePrecision();
    for (int i = 0; i < order.length; ) {
      double score = scores[order[i]];
      int end = i;
      int have = 0;
      while (end < order.length && scores[order[end]] == score) {
        have += present[order[end++]] ? 1 : 0;
      }
      precision.add(end - i, have);
      i = end;
    }
    return precision.value();
  }

  /**
   * Adds the rows of the next lower score.
   *
   * @param ofScore all rows of that score
   * @param have how many of them have the label
   */
  public void add(long ofScore, long have) {
    if (ofScore < 1 || have < 0 || have > ofScore) {
      throw new IllegalArgumentException(have + " of " + ofScore + " rows have the label");
    }
    rows += ofScore;
    present += have;
    sum += have * ((double) present / rows);
  }

  /** In [0, 1]; null when no row has the label. */
  public Double value() {
    return present == 0 ? null : (Double) (sum / present);
  }
}
