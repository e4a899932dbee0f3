package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * The places in an encoder layer where something learnt may be inserted. Two are the ends of the
 * sub-blocks (Houlsby et al. 2019, figure 2; Pfeiffer et al. 2021): each gets the output projection
 * of the sub-block, its residual input and what comes after their sum, and returns the sub-block's
 * output. The third is inside attention (Hu et al. 2022): what is added to query and value. The
 * default is the plain encoder: {@code norm(projection + residual)}, and nothing added. Before all
 * of them the weights of a layer themselves may be changed, see {@link LayerChange}.
 *
 * <p>What comes after the sum is the sub-block's own frozen LayerNorm in a post-LayerNorm encoder
 * (BERT). In a pre-LayerNorm encoder (ViT), whose LayerNorm is at the beginning of the sub-block,
 * nothing does: {@link Norm#NONE}.
 */
public interface LayerHook {

  /** The plain, frozen encoder. */
  LayerHook IDENTITY = new LayerHook() {};

  /** A frozen LayerNorm over the last axis, or nothing. */
  @FunctionalInterface
  interface Norm {
    /** The end of a sub-block that has no LayerNorm there. */
    Norm NONE = input -> input.reshape(input.getShape());

    /**
     * {@code [batch, length, hidden]} to the same shape.
     *
     * @return a new array, which may share the memory of {@code input}: neither is overwritten
     *     afterwards, either may be closed
     */
    NDArray apply(NDArray input);
  }

  /** Query and value of one layer as they leave their frozen projections. */
  interface Projections {
    /**
     * @param change {@code [batch, length, hidden]}, of the query before it is divided by {@code
     *     sqrt(d_k)}; may be overwritten, stays the caller's to close
     */
    void addToQuery(NDArray change);

    /**
     * @param change {@code [batch, length, hidden]}; stays the caller's to close
     */
    void addToValue(NDArray change);
  }

  /**
   * Before the layer computes anything: what is added to its weights.
   *
   * @param layer index of the layer, from 0
   * @return empty for the layer's own weights
   */
  default Optional<LayerChange> change(int layer) {
    return Optional.empty();
  }

  /**
   * Before the scores of attention are computed.
   *
   * @param layer index of the layer, from 0
   * @param input what is projected, {@code [batch, length, hidden]}: the layer's input, normalised
   *     in a pre-LayerNorm encoder; never overwritten nor closed by the hook
   * @param projections of {@code input}
   */
  default void beforeAttention(int layer, NDArray input, Projections projections) {}

  /**
   * After the attention output projection.
   *
   * @param layer index of the layer, from 0
   * @param projection z, {@code [batch, length, hidden]}; the hook may overwrite it, the encoder
   *     closes it afterwards
   * @param residual x, the sub-block's input, same shape; never overwritten nor closed by the hook
   * @param norm what comes after the sum
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
