package io.engram.transformers.image;

/**
 * Of which pixels of one axis each new pixel is made, and with which weights. When a picture gets
 * smaller the kernel gets wider by the same ratio, which is what keeps fine patterns from turning
 * into coarse ones.
 *
 * @param first first old pixel of each new one
 * @param weights of each new pixel, in {@link #FRACTION_BITS} fractional bits; they sum to 1 but
 *     for rounding
 */
record ResampleWeights(int[] first, int[][] weights) {
  /** 8 bits of a value and 2 for weights whose negative parts make others exceed 1. */
  static final int FRACTION_BITS = 32 - 8 - 2;

  /**
   * @param from length of the axis in old pixels
   * @param to length in new ones
   * @param start first new pixel that is wanted
   * @param count new pixels that are wanted
   */
  static ResampleWeights of(Kernel kernel, int from, int to, int start, int count) {
    double scale = (double) from / to;
    double widening = Math.max(scale, 1);
    double support = kernel.support() * widening;
    int[] first = new int[count];
    int[][] weights = new int[count][];
    for (int i = 0; i < count; i++) {
      double centre = (start + i + 0.5) * scale;
      int begin = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      first[i] = begin;
      weights[i] = normalised(kernel, centre - begin, 1 / widening, end - begin);
    }
    return new ResampleWeights(first, weights);
  }

  private static int[] normalised(Kernel kernel, double centre, double narrowing, int count) {
    double[] values = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      values[i] = kernel.at((i - centre + 0.5) * narrowing);
      sum += values[i];
    }
    int[] weights = new int[count];
    for (int i = 0; i < count; i++) {
      double value = (sum == 0 ? values[i] : values[i] / sum) * (1 << FRACTION_BITS);
      weights[i] = (int) (value < 0 ? value - 0.5 : value + 0.5);
    }
    return weights;
  }

  /** First old pixel that any new one needs. */
  int begin() {
    return first[0];
  }

  /** One behind the last old pixel that any new one needs. */
  int end() {
    int last = first.length - 1;
    return first[last] + weights[last].length;
  }
}
