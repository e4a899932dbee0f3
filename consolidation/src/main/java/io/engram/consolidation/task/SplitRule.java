package io.engram.consolidation.task;

/**
 * How rows are split where no column says it: by a hash of the text, so that the same text is
 * always on one side.
 *
 * @param testFraction share of the texts that are test rows, in [0, 1]
 * @param validationFraction share of the other texts that are validation rows, in [0, 1)
 */
public record SplitRule(double testFraction, double validationFraction) {
  public SplitRule {
    if (!(testFraction >= 0 && testFraction <= 1)) {
      throw new IllegalArgumentException("test fraction must be in [0, 1], got " + testFraction);
    }
    if (!(validationFraction >= 0 && validationFraction < 1)) {
      throw new IllegalArgumentException(
          "validation fraction must be in [0, 1), got " + validationFraction);
    }
  }

  /** A fifth of the texts for testing, a tenth of the rest for validation. */
  public static SplitRule defaults() {
    return new SplitRule(0.2, 0.1);
  }
}
