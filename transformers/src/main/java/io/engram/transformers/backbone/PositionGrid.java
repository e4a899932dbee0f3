package io.engram.transformers.backbone;

import java.util.Arrays;

/**
 * Position embeddings of a grid of patches at another resolution: bicubic interpolation with a =
 * -0.75 (Keys 1981), pixel centres at half positions, edges repeated, no low-pass filter. That is
 * what PyTorch's {@code interpolate(mode="bicubic", align_corners=False)} computes, by which
 * transformers' {@code interpolate_pos_encoding} does it.
 */
final class PositionGrid {
  private static final double A = -0.75;
  private static final int TAPS = 4;

  private PositionGrid() {}

  /** Which entries of one axis make up an entry of the new one, and with which weights. */
  private record Taps(int[][] indices, double[][] weights) {

    static Taps of(int from, int to) {
      int[][] indices = new int[to][TAPS];
      double[][] weights = new double[to][TAPS];
      for (int i = 0; i < to; i++) {
        double position = (i + 0.5) * from / to - 0.5;
        int floor = (int) Math.floor(position);
        double t = position - floor;
        weights[i] = new double[] {far(t + 1), near(t), near(1 - t), far(2 - t)};
        for (int tap = 0; tap < TAPS; tap++) {
          indices[i][tap] = Math.min(from - 1, Math.max(0, floor - 1 + tap));
        }
      }
      return new Taps(indices, weights);
    }

    private static double near(double x) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }

    private static double far(double x) {
      return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
  }

  /**
   * @param source {@code [rows, columns, width]} row-major
   * @return {@code [toRows, toColumns, width]} row-major
   */
  static float[] resize(
      float[] source, int rows, int columns, int toRows, int toColumns, int width) {
    Taps vertical = Taps.of(rows, toRows);
    Taps horizontal = Taps.of(columns, toColumns);
    float[] target = new float[Math.multiplyExact(Math.multiplyExact(toRows, toColumns), width)];
    double[] sum = new double[width];
    for (int row = 0; row < toRows; row++) {
      for (int column = 0; column < toColumns; column++) {
        Arrays.fill(sum, 0);
        for (int v = 0; v < TAPS; v++) {
          for (int h = 0; h < TAPS; h++) {
            double weight = vertical.weights[row][v] * horizontal.weights[column][h];
            int from = (vertical.indices[row][v] * columns + horizontal.indices[column][h]) * width;
            for (int i = 0; i < width; i++) {
              sum[i] += weight * source[from + i];
            }
          }
        }
        for (int i = 0; i < width; i++) {
          target[(row * toColumns + column) * width + i] = (float) sum[i];
        }
      }
    }
    return target;
  }
}
