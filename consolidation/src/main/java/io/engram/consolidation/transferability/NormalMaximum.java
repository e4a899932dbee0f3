package io.engram.consolidation.transferability;

/** Expected maximum of n independent standard normal numbers. */
final class NormalMaximum {
  private static final int STEPS = 512;
  private static final double FROM = -10;
  private static final double STEP = 20.0 / STEPS;

  private NormalMaximum() {}

  /**
   * {@code E max = ∫ over x > 0 of (1 - Φ(x)ⁿ) - ∫ over x < 0 of Φ(x)ⁿ}, by the trapezoid rule;
   * right to 1e-6 up to n = 10,000.
   *
   * @param n at least 1
   */
  static double expected(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("expected maximum of " + n + " numbers");
    }
    if (n == 1) {
      return 0;
    }
    double phi = 0;
    double expected = 0;
    for (int i = 0; i < STEPS; i++) {
      double x = FROM + i * STEP;
      double left = value(x, phi, n, false);
      phi += STEP / 6 * (density(x) + 4 * density(x + STEP / 2) + density(x + STEP));
      double right = value(x + STEP, phi, n, true);
      expected += STEP / 2 * (left + right);
    }
    return expected;
  }

  private static double value(double x, double phi, int n, boolean rightEnd) {
    double power = Math.pow(phi, n);
    boolean positive = rightEnd ? x > STEP / 2 : x > -STEP / 2;
    return positive ? 1 - power : -power;
  }

  private static double density(double x) {
    return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }
}
