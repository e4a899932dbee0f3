package io.engram.adapters.prediction;

import io.engram.transformers.input.TokenIds;
import io.engram.transformers.text.Tokenizer;
import java.util.Arrays;

/** One id for each word, by its hash, between a first and a last special token. */
public final class WordTokenizer implements Tokenizer {
  private final int vocabulary;
  private final int maxLength;

  public WordTokenizer(int vocabulary, int maxLength) {
    this.vocabulary = vocabulary;
    this.maxLength = maxLength;
  }

  @Override
  public TokenIds tokenize(String text, String pair) {
    String[] words = (pair == null ? text : text + " " + pair).trim().split("\\s+");
    int kept = Math.min(words.length, maxLength - 2);
    int[] ids = new int[kept + 2];
    Arrays.setAll(
        ids,
        i ->
            i == 0 || i == kept + 1
                ? 1
                : 2 + Math.floorMod(words[i - 1].hashCode(), vocabulary - 2));
    return new TokenIds(ids, new int[ids.length], kept < words.length);
  }

  @Override
  public int maxLength() {
    return maxLength;
  }

  @Override
  public void close() {}
}
