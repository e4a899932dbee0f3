package io.engram.transformers.backbone;

import io.engram.transformers.input.InputKind;

/**
 * A post-LayerNorm encoder of the BERT family (Devlin et al. 2019).
 *
 * @param family "bert", "roberta" or "distilbert": decides tensor names only
 * @param vocabulary rows of the word embedding
 * @param maxPositions rows of the position embedding
 * @param typeVocabulary rows of the token type embedding; 0 when the family has none (DistilBERT)
 * @param positionOffset index of the first token's position embedding (RoBERTa: padding id + 1;
 *     else 0)
 * @param pooling {@link Pooling#MEAN} or {@link Pooling#CLS}
 */
public record BertConfig(
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
    Pooling pooling)
    implements EncoderConfig {

  public BertConfig {
    EncoderConfig.requireHeads(layers, hidden, heads);
    if (pooling == Pooling.CLS_AND_DISTILLATION) {
      throw new IllegalArgumentException(
          "encoders of texts have no distillation token; pooling should be MEAN or CLS");
    }
  }

  @Override
  public InputKind kind() {
    return InputKind.TEXT;
  }

  @Override
  public int maxLength() {
    return maxPositions - positionOffset;
  }

  @Override
  public long parameters() {
    long embeddings = (long) hidden * (vocabulary + maxPositions + typeVocabulary) + 2L * hidden;
    return embeddings + layers * EncoderConfig.layerParameters(hidden, intermediate);
  }
}
