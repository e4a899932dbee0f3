package io.engram.consolidation.evaluation;

import java.io.Serializable;

/**
 * Rows and correct rows of one task; counts of different places add up.
 *
 * @param rows rows that were predicted
 * @param correct rows whose prediction is their label, at most {@code rows}
 */
public record AccuracyCounts(long rows, long correct) implements Serializable {
  public static final AccuracyCounts NONE = new AccuracyCounts(0, 0);

  public AccuracyCounts {
    if (correct < 0 || correct > rows) {
      throw new IllegalArgumentException(correct + " correct of " + rows + " rows");
    }
  }

  public AccuracyCounts merge(AccuracyCounts other) {
    return new AccuracyCounts(rows + other.rows, correct + other.correct);
  }

  /** Share of correct rows in [0, 1]; null when no row was predicted. */
  public Double accuracy() {
    return rows == 0 ? null : (Double) ((double) correct / rows);
  }
}
