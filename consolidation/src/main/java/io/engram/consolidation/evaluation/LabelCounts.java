package io.engram.consolidation.evaluation;

import java.io.Serializable;

/**
 * How often a label was said and was there; counts of different places add up.
 *
 * @param truePositives rows that have the label and are said to have it
 * @param falsePositives rows that are said to have it and have it not
 * @param falseNegatives rows that have it and are not said to have it
 */
public record LabelCounts(long truePositives, long falsePositives, long falseNegatives)
    implements Serializable {
  public static final LabelCounts NONE = new LabelCounts(0, 0, 0);

  public LabelCounts {
    if (truePositives < 0 || falsePositives < 0 || falseNegatives < 0) {
      throw new IllegalArgumentException(
          "counts of a label are not negative, got %d, %d and %d"
              .formatted(truePositives, falsePositives, falseNegatives));
    }
  }

  /** The counts with one more row. */
  public LabelCounts with(boolean present, boolean said) {
    return new LabelCounts(
        truePositives + (present && said ? 1 : 0),
        falsePositives + (!present && said ? 1 : 0),
        falseNegatives + (present && !said ? 1 : 0));
  }

  public LabelCounts merge(LabelCounts other) {
    return new LabelCounts(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives);
  }

  /** Rows that have the label. */
  public long present() {
    return truePositives + falseNegatives;
  }

  /** Rows that are said to have it. */
  public long said() {
    return truePositives + falsePositives;
  }

  /** Share of the rows that are said to have it that have it; null when it was never said. */
  public Double precision() {
    return said() == 0 ? null : (Double) ((double) truePositives / said());
  }

  /** Share of the rows that have it that are said to; null when no row has it. */
  public Double recall() {
    return present() == 0 ? null : (Double) ((double) truePositives / present());
  }

  /**
   * F1, the harmonic mean of precision and recall: {@code 2 TP / (2 TP + FP + FN)}; 0 when the
   * label is nowhere.
   */
  public double f1() {
    long all = present() + said();
    return all == 0 ? 0 : 2.0 * truePositives / all;
  }
}
