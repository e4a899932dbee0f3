package io.engram.consolidation.closedform;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.transformers.weights.FloatTensor;
import java.util.Optional;

/** Heads from weights in float64. */
final class LinearHeads {
  private LinearHeads() {}

  /**
   * Centred before it is rounded to float32: what all classes share is large and says nothing.
   *
   * @param weights {@code [classes][features]}
   * @param bias {@code [classes]}
   */
  static Head centred(
      LabelSpace labels, Optional<RandomFeatures> features, double[][] weights, double[] bias) {
    int classes = weights.length;
    int width = weights[0].length;
    float[] w = new float[Math.multiplyExact(classes, width)];
    for (int i = 0; i < width; i++) {
      double mean = 0;
      for (double[] row : weights) {
        mean += row[i] / classes;
      }
      for (int k = 0; k < classes; k++) {
        w[k * width + i] = (float) (weights[k][i] - mean);
      }
    }
    double mean = 0;
    for (double value : bias) {
      mean += value / classes;
    }
    float[] b = new float[classes];
    for (int k = 0; k < classes; k++) {
      b[k] = (float) (bias[k] - mean);
    }
    return new Head(labels, features, FloatTensor.matrix(classes, width, w), FloatTensor.vector(b));
  }
}
