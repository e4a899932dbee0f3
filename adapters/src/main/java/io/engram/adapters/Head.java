package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import java.util.Optional;

/**
 * One linear layer on the pooled output of the encoder, or on random features of it.
 *
 * @param labels classes in the order of the logits
 * @param features what the layer reads; empty: the pooled output itself
 * @param weight {@code [classes, hidden]}, or {@code [classes, width of the features]}
 * @param bias {@code [classes]}
 */
public record Head(
    LabelSpace labels, Optional<RandomFeatures> features, FloatTensor weight, FloatTensor bias) {

  /** A head on the pooled output itself. */
  public Head(LabelSpace labels, FloatTensor weight, FloatTensor bias) {
    this(labels, Optional.empty(), weight, bias);
  }

  public Head {
    if (weight.shape().length != 2
        || weight.shape()[0] != labels.size()
        || bias.values().length != labels.size()) {
      throw new IllegalArgumentException(
          "head of " + labels.size() + " classes has weight " + weight + " and bias " + bias);
    }
    long read = weight.shape()[1];
    features.ifPresent(
        map -> {
          if (map.width() != read) {
            throw new IllegalArgumentException(
                "head reads " + read + " features, its map gives " + map.width());
          }
        });
  }

  /** Width of the pooled output that it is for. */
  public int hidden() {
    return features.map(RandomFeatures::inputs).orElse(columns());
  }

  /** Parameters of the linear layer; random features have none that is learnt. */
  public long parameters() {
    return (long) weight.values().length + bias.values().length;
  }

  private int columns() {
    return (int) weight.shape()[1];
  }

  /**
   * The same classifier with logits of mean zero for every input: the target of consolidation is
   * then exactly reachable.
   */
  public Head centred() {
    int classes = labels.size();
    int hidden = columns();
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
    return new Head(
        labels, features, new FloatTensor(weight.shape(), w), new FloatTensor(bias.shape(), b));
  }

  /** The same classifier with all logits times a factor: surer or less sure, never another. */
  public Head scaled(double factor) {
    return factor == 1
        ? this
        : new Head(labels, features, times(weight, factor), times(bias, factor));
  }

  private static FloatTensor times(FloatTensor tensor, double factor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor);
    }
    return new FloatTensor(tensor.shape(), values);
  }

  /**
   * @param pooled {@code [hidden]}
   * @return {@code [classes]}
   */
  public float[] logits(float[] pooled) {
    return linear(features.isPresent() ? features.get().apply(pooled) : pooled);
  }

  /**
   * The linear layer alone, for who has the features of a row at hand.
   *
   * @param read the pooled output, or the features of it where the head reads such
   * @return {@code [classes]}
   */
  public float[] linear(float[] read) {
    int classes = labels.size();
    int columns = columns();
    float[] w = weight.values();
    float[] logits = new float[classes];
    for (int c = 0; c < classes; c++) {
      float sum = bias.values()[c];
      for (int j = 0; j < columns; j++) {
        sum += w[c * columns + j] * read[j];
      }
      logits[c] = sum;
    }
    return logits;
  }
}
