package io.engram.consolidation.closedform;

/**
 * Two classifiers on the same rows. With {@code d} of a row 1 where only the first is right, -1
 * where only the second is, 0 else, the difference of their accuracies is the mean of d and its
 * standard error {@code sqrt((mean of d² - (mean of d)²) / rows)}.
 *
 * @param onlyFirst rows that only the first gets right
 * @param onlySecond rows that only the second gets right
 * @param rows all of them
 */
public record PairedDifference(long onlyFirst, long onlySecond, long rows) {

  /** Accuracy of the first less that of the second; NaN without rows. */
  public double mean() {
    return rows == 0 ? Double.NaN : (double) (onlyFirst - onlySecond) / rows;
  }

  /** Standard error of {@link #mean}; NaN without rows. */
  public double standardError() {
    double squares = (double) (onlyFirst + onlySecond) / rows;
    return Math.sqrt(Math.max(0, squares - mean() * mean()) / rows);
  }

  /** Whether the first is better by more than one standard error; no rows are no proof. */
  public boolean firstIsBetter() {
    return mean() > standardError();
  }
}
