package io.engram.consolidation.statistics;

/**
 * The lower triangle {@code L} of {@code L Lᵀ = M}, for solving with M without ever inverting it.
 */
public final class Cholesky {
  private final double[] l;
  private final int size;
  private double logDeterminant;

  private Cholesky(double[] l, int size) {
    this.l = l;
    this.size = size;
  }

  /**
   * Factors {@code factor * M + ridge * I}.
   *
   * @param packed M, positive semi-definite, as a packed lower triangle; may be longer: the leading
   *     block is factored; left as it is
   * @param factor at least 0
   * @param ridge at least 0
   * @throws ArithmeticException if a pivot is not positive, that is if M holds a NaN or the sum is
   *     not positive definite
   */
  public static Cholesky of(double[] packed, int size, double factor, double ridge) {
    Cholesky factored = new Cholesky(new double[PackedSymmetric.length(size)], size);
    double[] l = factored.l;
    for (int i = 0; i < size; i++) {
      int rowI = PackedSymmetric.length(i);
      for (int j = 0; j < i; j++) {
        int rowJ = PackedSymmetric.length(j);
        l[rowI + j] = (factor * packed[rowI + j] - dot(l, rowI, rowJ, j)) / l[rowJ + j];
      }
      double pivot = factor * packed[rowI + i] + ridge - dot(l, rowI, rowI, i);
      if (!(pivot > 0)) {
        throw new ArithmeticException(
            factor
                + " * M + "
                + ridge
                + " * I is not positive definite: pivot "
                + i
                + " is "
                + pivot);
      }
      l[rowI + i] = Math.sqrt(pivot);
      factored.logDeterminant += Math.log(pivot);
    }
    return factored;
  }

  /** {@code ln det} of what was factored. */
  public double logDeterminant() {
    return logDeterminant;
  }

  /** {@code L⁻¹ b}; its squared length is {@code bᵀ M⁻¹ b}. */
  public double[] forward(double[] b) {
    double[] y = b.clone();
    for (int i = 0; i < size; i++) {
      int row = PackedSymmetric.length(i);
      double sum = y[i];
      for (int j = 0; j < i; j++) {
        sum -= l[row + j] * y[j];
      }
      y[i] = sum / l[row + i];
    }
    return y;
  }

  /** {@code x} with {@code M x = b}. */
  public double[] solve(double[] b) {
    double[] x = forward(b);
    for (int i = size - 1; i >= 0; i--) {
      int row = PackedSymmetric.length(i);
      x[i] /= l[row + i];
      for (int j = 0; j < i; j++) {
        x[j] -= l[row + j] * x[i];
      }
    }
    return x;
  }

  // Four sums side by side: one would wait for every addition before it.
  private static double dot(double[] l, int a, int b, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 3 < length; k += 4) {
      s0 += l[a + k] * l[b + k];
      s1 += l[a + k + 1] * l[b + k + 1];
      s2 += l[a + k + 2] * l[b + k + 2];
      s3 += l[a + k + 3] * l[b + k + 3];
    }
    for (; k < length; k++) {
      s0 += l[a + k] * l[b + k];
    }
    return s0 + s1 + (s2 + s3);
  }
}
