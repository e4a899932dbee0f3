package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Heads of several tasks as one linear layer, their classes one under the other, and back. */
public final class HeadStack {
  private HeadStack() {}

  /** Weights of all heads, {@code [Σ C_t, hidden]}. */
  public static FloatTensor weight(Collection<Head> heads) {
    int hidden = heads.iterator().next().hidden();
    float[] weight = new float[classes(heads) * hidden];
    int at = 0;
    for (Head head : heads) {
      float[] values = head.weight().values();
      System.arraycopy(values, 0, weight, at, values.length);
      at += values.length;
    }
    return FloatTensor.matrix(classes(heads), hidden, weight);
  }

  /** Biases of all heads, {@code [Σ C_t]}. */
  public static FloatTensor bias(Collection<Head> heads) {
    float[] bias = new float[classes(heads)];
    int at = 0;
    for (Head head : heads) {
      float[] values = head.bias().values();
      System.arraycopy(values, 0, bias, at, values.length);
      at += values.length;
    }
    return FloatTensor.vector(bias);
  }

  private static int classes(Collection<Head> heads) {
    return heads.stream().mapToInt(head -> head.labels().size()).sum();
  }

  /**
   * The heads of one layer.
   *
   * @param weight {@code [Σ C_t, hidden]}
   * @param bias {@code [Σ C_t]}
   * @param tasks classes of each head, in the order in which they are stacked
   */
  public static List<Head> split(float[] weight, float[] bias, Collection<LabelSpace> tasks) {
    int hidden = weight.length / bias.length;
    List<Head> heads = new ArrayList<>();
    int from = 0;
    for (LabelSpace labels : tasks) {
      int to = from + labels.size();
      heads.add(
          new Head(
              labels,
              FloatTensor.matrix(
                  labels.size(), hidden, Arrays.copyOfRange(weight, from * hidden, to * hidden)),
              FloatTensor.vector(Arrays.copyOfRange(bias, from, to))));
      from = to;
    }
    return heads;
  }
}
