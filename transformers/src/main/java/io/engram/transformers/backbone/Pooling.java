package io.engram.transformers.backbone;

/** How a sequence of hidden states becomes one vector; the way the backbone was pre-trained. */
public enum Pooling {
  /** Mean over the tokens of the row, padding left out. */
  MEAN,
  /** The first token. */
  CLS,
  /**
   * Mean of the first two tokens, class and distillation (DeiT, Touvron et al. 2021). The paper
   * averages the logits of two heads, one on each token. With one linear head on both that equals
   * the head on the mean of the two, which is therefore what a head gets.
   */
  CLS_AND_DISTILLATION
}
