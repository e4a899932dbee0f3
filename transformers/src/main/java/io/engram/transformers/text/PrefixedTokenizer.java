package io.engram.transformers.text;

import io.engram.transformers.input.TokenIds;

/**
 * Puts the words a backbone expects before every text (e5: {@code "query: "}). Of a pair only the
 * first text gets them.
 */
public record PrefixedTokenizer(String prefix, Tokenizer tokenizer) implements Tokenizer {

  @Override
  public TokenIds tokenize(String text, String pair) {
    return tokenizer.tokenize(prefix + text, pair);
  }

  @Override
  public int maxLength() {
    return tokenizer.maxLength();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
