package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import java.util.Random;

/** A head that has learnt nothing. */
public final class HeadInitializer {
  private static final double DEVIATION = 0.02;

  private HeadInitializer() {}

  /**
   * Weights from {@code N(0, 0.02²)} of the seed, biases 0.
   *
   * @param hidden features of the pooled output
   */
  public static Head fresh(LabelSpace labels, int hidden, long seed) {
    Random random = new Random(TaskSeed.of(seed, "head.weight"));
    float[] values = new float[labels.size() * hidden];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (DEVIATION * random.nextGaussian());
    }
    return new Head(
        labels,
        FloatTensor.matrix(labels.size(), hidden, values),
        FloatTensor.vector(new float[labels.size()]));
  }
}
