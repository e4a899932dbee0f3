package io.engram.transformers.backbone;

/**
 * Shape and arithmetic of a post-LayerNorm Transformer encoder of the BERT family.
 *
 * @param family "bert", "roberta" or "distilbert": decides tensor names only
 * @param layers number of encoder layers
 * @param hidden width d of a token's state
 * @param heads attention heads; divides {@code hidden}
 * @param intermediate width of the feed-forward block
 * @param vocabulary rows of the word embedding
 * @param maxPositions rows of the position embedding
 * @param typeVocabulary rows of the token type embedding; 0 when the family has none (DistilBERT)
 * @param positionOffset index of the first token's position embedding (RoBERTa: padding id + 1;
 *     else 0)
 * @param layerNormEpsilon epsilon of every LayerNorm
 * @param activation "gelu" (exact, by erf), "gelu_new" (tanh) or "relu"
 * @param pooling how hidden states become one vector
 */
public record EncoderConfig(
    String family,
    int layers,
    int hidden,
    int heads,
    int intermediate,
    int vocabulary,
    int maxPositions,
    int typeVocabulary,
    int positionOffset,
    double layerNormEpsilon,
    String activation,
    Pooling pooling) {

  public EncoderConfig {
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

  /** Longest sequence in tokens that has a position embedding. */
  public int maxLength() {
    return maxPositions - positionOffset;
  }

  /** Values of all weights, embeddings included. */
  public long parameters() {
    long norm = 2L * hidden;
    long embeddings = (long) hidden * (vocabulary + maxPositions + typeVocabulary) + norm;
    long attention = 4L * hidden * (hidden + 1) + norm;
    long feedForward = 2L * hidden * intermediate + intermediate + hidden + norm;
    return embeddings + layers * (attention + feedForward);
  }
}
