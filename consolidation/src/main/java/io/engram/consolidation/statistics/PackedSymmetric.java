package io.engram.consolidation.statistics;

/**
 * Symmetric matrices as their lower triangle, row after row: element {@code (i, j)}, {@code j <=
 * i}, is at {@code i * (i + 1) / 2 + j}.
 */
public final class PackedSymmetric {
  private PackedSymmetric() {}

  /** Length of the packed form of a {@code [size, size]} matrix. */
  public static int length(int size) {
    return Math.toIntExact((long) size * (size + 1) / 2);
  }

  /** Adds {@code weight * v vᵀ} to a packed matrix. */
  public static void addOuter(double[] packed, double[] v, double weight) {
    for (int i = 0; i < v.length; i++) {
      double vi = weight * v[i];
      int row = length(i);
      // Random ReLU features are zero half of the time.
      for (int j = 0; vi != 0 && j <= i; j++) {
        packed[row + j] += vi * v[j];
      }
    }
  }

  /** Sum of the diagonal. */
  public static double trace(double[] packed, int size) {
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += packed[length(i + 1) - 1];
    }
    return trace;
  }

  /**
   * {@code ln det(I + factor * M)} of a positive semi-definite packed matrix, by Cholesky.
   *
   * @param packed M; left as it is
   * @param factor at least 0
   * @throws ArithmeticException if a pivot is not positive, that is if M holds a NaN or is not
   *     positive semi-definite
   */
  public static double logDetIdentityPlus(double[] packed, int size, double factor) {
    return Cholesky.of(packed, size, factor, 1).logDeterminant();
  }
}
