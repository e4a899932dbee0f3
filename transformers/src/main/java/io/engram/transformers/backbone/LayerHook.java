package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;

/**
 * The two places in an encoder layer where something learnt may be inserted (Houlsby et al. 2019,
 * figure 2; Pfeiffer et al. 2021). Each gets the output projection of the sub-block, its residual
 * input and the sub-block's own frozen LayerNorm, and returns the sub-block's output. The default
 * is the plain encoder: {@code norm(projection + residual)}.
 */
public interface LayerHook {

  /** The plain, frozen encoder. */
  LayerHook IDENTITY = new LayerHook() {};

  /** A frozen LayerNorm over the last axis. */
  @FunctionalInterface
  interface Norm {
    /** {@code [batch, length, hidden]} to the same shape. */
    NDArray apply(NDArray input);
  }

  /**
   * After the attention output projection.
   *
   * @param layer index of the layer, from 0
   * @param projection z, {@code [batch, length, hidden]}; the hook may overwrite it, the encoder
   *     closes it afterwards
   * @param residual x, the layer's input, same shape; never overwritten nor closed by the hook
   * @param norm the sub-block's LayerNorm
   * @return the sub-block's output, same shape, in the same manager as {@code projection}
   */
  default NDArray afterAttention(int layer, NDArray projection, NDArray residual, Norm norm) {
    return plain(projection, residual, norm);
  }

  /** After the feed-forward block; parameters as in {@link #afterAttention}. */
  default NDArray afterFeedForward(int layer, NDArray projection, NDArray residual, Norm norm) {
    return plain(projection, residual, norm);
  }

  private static NDArray plain(NDArray projection, NDArray residual, Norm norm) {
    projection.addi(residual);
    return norm.apply(projection);
  }
}
