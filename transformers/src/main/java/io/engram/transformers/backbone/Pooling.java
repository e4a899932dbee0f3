package io.engram.transformers.backbone;

/** How a sequence of hidden states becomes one vector; the way the backbone was pre-trained. */
public enum Pooling {
  /** Mean over the tokens of the row, padding left out. */
  MEAN,
  /** The first token. */
  CLS
}
