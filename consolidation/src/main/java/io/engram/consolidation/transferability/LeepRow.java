package io.engram.consolidation.transferability;

/** What both passes of LEEP ask of a row. */
final class LeepRow {
  private LeepRow() {}

  static void check(int label, double[] theta, int labels, int sourceClasses) {
    if (label < 0 || label >= labels) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of the task's " + labels + " classes");
    }
    if (theta.length != sourceClasses) {
      throw new IllegalArgumentException(
          "row has " + theta.length + " probabilities, the source head " + sourceClasses);
    }
    double sum = 0;
    for (double p : theta) {
      if (!(p >= 0)) {
        throw new IllegalArgumentException("a probability of the source head is " + p);
      }
      sum += p;
    }
    if (!(Math.abs(sum - 1) < 1e-3)) {
      throw new IllegalArgumentException(
          "the source head's probabilities sum to " + sum + " instead of 1");
    }
  }
}
