package io.engram.consolidation.transferability;

import java.util.Random;

/**
 * A Gaussian projection that every executor rebuilds from its seed: lengths are kept in expectation
 * (Johnson and Lindenstrauss 1984). The identity where nothing is to be reduced.
 */
public final class SeededProjection {
  private final int from;
  private final double[][] matrix;

  /**
   * @param from features in
   * @param to features out, at most {@code from}
   * @param seed of the matrix
   */
  public SeededProjection(int from, int to, long seed) {
    if (to < 1 || to > from) {
      throw new IllegalArgumentException("cannot project " + from + " dimensions to " + to);
    }
    this.from = from;
    matrix = new double[to == from ? 0 : to][from];
    Random random = new Random(seed);
    double scale = 1 / Math.sqrt(to);
    for (double[] row : matrix) {
      for (int j = 0; j < from; j++) {
        row[j] = random.nextGaussian() * scale;
      }
    }
  }

  /**
   * @param z {@code [from]}
   * @return {@code [to]}
   */
  public double[] apply(float[] z) {
    if (z.length != from) {
      throw new IllegalArgumentException("row has " + z.length + " features, expected " + from);
    }
    double[] out = new double[matrix.length == 0 ? from : matrix.length];
    for (int i = 0; i < out.length; i++) {
      if (matrix.length == 0) {
        out[i] = z[i];
      } else {
        double sum = 0;
        for (int j = 0; j < from; j++) {
          sum += matrix[i][j] * z[j];
        }
        out[i] = sum;
      }
    }
    return out;
  }
}
