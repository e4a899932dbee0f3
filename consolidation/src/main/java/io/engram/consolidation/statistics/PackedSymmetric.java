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
    int at = 0;
    for (int i = 0; i < v.length; i++) {
      double vi = weight * v[i];
      for (int j = 0; j <= i; j++) {
        packed[at++] += vi * v[j];
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
    double[] l = new double[length(size)];
    double logDet = 0;
    for (int i = 0; i < size; i++) {
      int rowI = length(i);
      for (int j = 0; j <= i; j++) {
        int rowJ = length(j);
        double sum = factor * packed[rowI + j] + (i == j ? 1 : 0);
        for (int k = 0; k < j; k++) {
          sum -= l[rowI + k] * l[rowJ + k];
        }
        if (i != j) {
          l[rowI + j] = sum / l[rowJ + j];
        } else if (sum > 0) {
          l[rowI + i] = Math.sqrt(sum);
          logDet += Math.log(sum);
        } else {
          throw new ArithmeticException(
              "I + " + factor + " * M is not positive definite: pivot " + i + " is " + sum);
        }
      }
    }
    return logDet;
  }
}
