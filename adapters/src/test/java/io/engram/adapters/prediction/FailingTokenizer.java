package io.engram.adapters.prediction;

import io.engram.transformers.input.TokenIds;
import io.engram.transformers.text.Tokenizer;

/** Fails on one text. */
record FailingTokenizer(Tokenizer tokenizer, String text) implements Tokenizer {

  @Override
  public TokenIds tokenize(String given, String pair) {
    if (given.equals(text)) {
      throw new IllegalStateException("poisoned");
    }
    return tokenizer.tokenize(given, pair);
  }

  @Override
  public int maxLength() {
    return tokenizer.maxLength();
  }

  @Override
  public void close() {}
}
