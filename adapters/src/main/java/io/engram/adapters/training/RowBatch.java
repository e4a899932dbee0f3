package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.PixelBatch;

/**
 * Rows of one step in the engine, padded to the longest of them.
 *
 * @param scope owner of the arrays; closed after the step, so nothing of the batch may be kept
 * @param hidden input of the first adapted layer, {@code [batch, length, hidden]}; null when the
 *     rows carry pooled features only
 * @param mask which tokens are real; null with {@code hidden}
 * @param pooled output of the plain backbone, {@code [batch, hidden]}; null when the rows carry
 *     none
 * @param target distillation targets {@code [batch, targets]}, one block per task in a fixed order;
 *     null when the rows carry none
 * @param labels class of each row, -1 for unlabelled
 * @param pictures what an encoder that is trained takes; null when the rows carry none
 */
public record RowBatch(
    NDManager scope,
    NDArray hidden,
    AttentionMask mask,
    NDArray pooled,
    NDArray target,
    int[] labels,
    PixelBatch pictures) {

  /** Rows of an encoder that is frozen. */
  public RowBatch(
      NDManager scope,
      NDArray hidden,
      AttentionMask mask,
      NDArray pooled,
      NDArray target,
      int[] labels) {
    this(scope, hidden, mask, pooled, target, labels, null);
  }

  public int rows() {
    return labels.length;
  }
}
