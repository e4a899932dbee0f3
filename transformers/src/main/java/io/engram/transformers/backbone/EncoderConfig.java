package io.engram.transformers.backbone;

import io.engram.transformers.input.InputKind;

/** Shape and arithmetic of a Transformer encoder. */
public sealed interface EncoderConfig permits BertConfig, VitConfig {

  /** What it takes. */
  InputKind kind();

  /** Stable name of the family of encoders, such as "bert". */
  String family();

  /** Number of encoder layers. */
  int layers();

  /** Width d of a token's state. */
  int hidden();

  /** Attention heads; divides {@link #hidden()}. */
  int heads();

  /** Width of the feed-forward block. */
  int intermediate();

  /** Epsilon of every LayerNorm. */
  double layerNormEpsilon();

  /** "gelu" (exact, by erf), "gelu_new" (tanh) or "relu". */
  String activation();

  /** How hidden states become one vector. */
  Pooling pooling();

  /** Longest sequence in tokens, special ones included, that has position embeddings. */
  int maxLength();

  /** Values of all weights, embeddings included. */
  long parameters();

  /** Refuses layers and heads that no encoder can have. */
  static void requireHeads(int layers, int hidden, int heads) {
    if (layers < 1 || hidden < 1 || heads < 1 || hidden % heads != 0) {
      throw new IllegalArgumentException(
          "encoder needs layers >= 1 and heads that divide hidden, got layers "
              + layers
              + ", hidden "
              + hidden
              + ", heads "
              + heads);
    }
  }

  /** Values of one layer's weights: attention, feed-forward block and two LayerNorms. */
  static long layerParameters(long hidden, long intermediate) {
    long attention = 4 * hidden * (hidden + 1);
    long feedForward = 2 * hidden * intermediate + intermediate + hidden;
    return attention + feedForward + 4 * hidden;
  }
}
