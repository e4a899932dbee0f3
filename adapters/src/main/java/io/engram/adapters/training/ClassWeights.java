package io.engram.adapters.training;

import java.util.Arrays;

/** What a row of each class counts in a loss. */
final class ClassWeights {
  private ClassWeights() {}

  /** Every row the same. */
  static float[] equal(int classes) {
    float[] weights = new float[classes];
    Arrays.fill(weights, 1f);
    return weights;
  }

  /**
   * By inverse frequency, {@code w_c = rows / (classes · rows_c)}: each class weighs the same and
   * the mean weight of a row is 1.
   *
   * @param counts training rows of each class of one task; a class without rows gets weight 0
   */
  static float[] balanced(long[] counts) {
    long rows = Arrays.stream(counts).sum();
    long present = Arrays.stream(counts).filter(count -> count > 0).count();
    float[] weights = new float[counts.length];
    for (int c = 0; c < counts.length; c++) {
      weights[c] = counts[c] == 0 ? 0f : (float) ((double) rows / (present * counts[c]));
    }
    return weights;
  }
}
