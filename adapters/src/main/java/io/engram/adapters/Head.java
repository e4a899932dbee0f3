package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;

/**
 * One linear layer on the pooled output of the encoder.
 *
 * @param labels classes in the order of the logits
 * @param weight {@code [classes, hidden]}
 * @param bias {@code [classes]}
 */
public record Head(LabelSpace labels, FloatTensor weight, FloatTensor bias) {

  public Head {
    if (weight.shape().length != 2
        || weight.shape()[0] != labels.size()
        || bias.values().length != labels.size()) {
      throw new IllegalArgumentException(
          "head of " + labels.size() + " classes has weight " + weight + " and bias " + bias);
    }
  }

  public int hidden() {
    return (int) weight.shape()[1];
  }

  /**
   * The same classifier with logits of mean zero for every input: the target of consolidation is
   * then exactly reachable.
   */
  public Head centred() {
    int classes = labels.size();
    int hidden = hidden();
    float[] w = weight.values().clone();
    float[] b = bias.values().clone();
    for (int j = 0; j < hidden; j++) {
      double mean = 0;
      for (int c = 0; c < classes; c++) {
        mean += w[c * hidden + j];
      }
      mean /= classes;
      for (int c = 0; c < classes; c++) {
        w[c * hidden + j] = (float) (w[c * hidden + j] - mean);
      }
    }
    double mean = 0;
    for (float value : b) {
      mean += value;
    }
    mean /= classes;
    for (int c = 0; c < classes; c++) {
      b[c] = (float) (b[c] - mean);
    }
    return new Head(labels, new FloatTensor(weight.shape(), w), new FloatTensor(bias.shape(), b));
  }

  /**
   * @param pooled {@code [hidden]}
   * @return {@code [classes]}
   */
  public float[] logits(float[] pooled) {
    int classes = labels.size();
    int hidden = hidden();
    float[] w = weight.values();
    float[] logits = new float[classes];
    for (int c = 0; c < classes; c++) {
      float sum = bias.values()[c];
      for (int j = 0; j < hidden; j++) {
        sum += w[c * hidden + j] * pooled[j];
      }
      logits[c] = sum;
    }
    return logits;
  }
}
