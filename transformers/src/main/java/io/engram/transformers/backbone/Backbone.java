package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A frozen pre-trained encoder. Its weights never change and never require gradients.
 *
 * <ol>
 *   <li>{@code encode(encode(h, 0, s), s, L)} equals {@code encode(h, 0, L)} bit for bit.
 *   <li>With {@link LayerHook#IDENTITY} the result is the plain encoder.
 *   <li>Padding a batch changes no row by more than 1e-5.
 *   <li>Every array made belongs to the manager of the input hidden states (or the given scope),
 *       never to the weights' manager.
 *   <li>Safe for use from several threads at once for inference.
 * </ol>
 */
public interface Backbone extends AutoCloseable {

  EncoderConfig config();

  /**
   * SHA-256 (lower-case hex) over the canonical weights, tokenizer and configuration: the
   * backbone's identity in the lake.
   */
  String contentHash();

  /**
   * Embedding layer: what the first layer gets of each token or patch.
   *
   * @param scope owner of the result
   * @return {@code [batch, length, hidden]}
   * @throws IllegalArgumentException when the rows are of a kind or size that the encoder does not
   *     take
   */
  NDArray embed(NDManager scope, InputBatch batch);

  /**
   * Layers {@code fromLayer} (inclusive) to {@code toLayer} (exclusive).
   *
   * @param hidden {@code [batch, length, hidden]}, input of layer {@code fromLayer}; stays open
   * @return {@code [batch, length, hidden]}, input of layer {@code toLayer}; {@code hidden} itself
   *     when {@code fromLayer} equals {@code toLayer}
   * @throws IllegalArgumentException when not {@code 0 <= fromLayer <= toLayer <= layers}
   */
  NDArray encode(NDArray hidden, AttentionMask mask, int fromLayer, int toLayer, LayerHook hook);

  /**
   * The row's vector by the backbone's {@link Pooling}.
   *
   * @param hidden {@code [batch, length, hidden]}, output of the last layer
   * @return {@code [batch, hidden]}
   */
  NDArray pool(NDArray hidden, AttentionMask mask);

  @Override
  void close();
}
