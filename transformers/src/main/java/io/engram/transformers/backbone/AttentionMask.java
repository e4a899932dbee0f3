package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Which tokens of a padded batch are real. Padding is excluded exactly: its attention weight is 0,
 * not merely small.
 *
 * @param bias {@code [batch, 1, 1, length]}: 0 for a token, the lowest finite float for padding;
 *     null when nothing is padded
 * @param tokens {@code [batch, length, 1]}: 1 for a token, 0 for padding; null when nothing is
 *     padded
 * @param lengths real tokens of each row
 * @param length padded length
 */
public record AttentionMask(NDArray bias, NDArray tokens, int[] lengths, int length) {

  public static AttentionMask of(NDManager scope, int[] lengths, int length) {
    boolean padded = false;
    for (int rowLength : lengths) {
      padded |= rowLength < length;
    }
    if (!padded) {
      return new AttentionMask(null, null, lengths, length);
    }
    float[] bias = new float[lengths.length * length];
    float[] tokens = new float[bias.length];
    for (int row = 0; row < lengths.length; row++) {
      for (int i = 0; i < length; i++) {
        boolean real = i < lengths[row];
        bias[row * length + i] = real ? 0f : -Float.MAX_VALUE;
        tokens[row * length + i] = real ? 1f : 0f;
      }
    }
    return new AttentionMask(
        scope.create(bias, new Shape(lengths.length, 1, 1, length)),
        scope.create(tokens, new Shape(lengths.length, length, 1)),
        lengths,
        length);
  }
}
