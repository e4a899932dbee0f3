package io.engram.consolidation.evaluation;

/**
 * How far confidences are from how often they are right: expected calibration error over bins of
 * equal width (Guo, Pleiss, Sun and Weinberger 2017, equation 3). A confidence is the probability
 * of the class that is answered. Combinable.
 */
public final class Reliability {
  private static final int BINS = 15;

  private final long[] rows = new long[BINS];
  private final long[] right = new long[BINS];
  private final double[] confidence = new double[BINS];

  /**
   * Counts one row.
   *
   * @param sure probability of the class that was answered, in [0, 1]
   */
  public void add(double sure, boolean isRight) {
    if (!(sure >= 0 && sure <= 1)) {
      throw new IllegalArgumentException("a confidence is in [0, 1], got " + sure);
    }
    int bin = Math.min(BINS - 1, (int) (sure * BINS));
    rows[bin]++;
    right[bin] += isRight ? 1 : 0;
    confidence[bin] += sure;
  }

  /** Adds the rows of {@code other} to these; returns this. */
  public Reliability merge(Reliability other) {
    for (int bin = 0; bin < BINS; bin++) {
      rows[bin] += other.rows[bin];
      right[bin] += other.right[bin];
      confidence[bin] += other.confidence[bin];
    }
    return this;
  }

  /** {@code Σ |right - confidence| / rows}, in [0, 1]; null without rows. */
  public Double error() {
    long all = 0;
    double off = 0;
    for (int bin = 0; bin < BINS; bin++) {
      all += rows[bin];
      off += Math.abs(right[bin] - confidence[bin]);
    }
    return all == 0 ? null : (Double) (off / all);
  }
}
