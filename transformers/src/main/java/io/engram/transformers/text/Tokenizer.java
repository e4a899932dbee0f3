package io.engram.transformers.text;

import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.TokenIds;

/**
 * Turns text into token ids exactly as the backbone was pre-trained.
 *
 * <ol>
 *   <li>Same text, same ids; ids equal Hugging Face {@code tokenizers} for the same definition.
 *   <li>Never pads; truncates at {@link #maxLength()} tokens (the longer of a pair first) and says
 *       so.
 *   <li>Safe for use from several threads at once.
 * </ol>
 */
public interface Tokenizer extends InputReader {

  /**
   * @param text first text
   * @param pair second text or null
   */
  TokenIds tokenize(String text, String pair);

  @Override
  default TokenIds read(RawInput raw) {
    if (raw instanceof RawInput.Text row) {
      return tokenize(row.text(), row.pair());
    }
    throw new IllegalArgumentException("the backbone takes texts, the row holds a picture");
  }

  /** Longest result in tokens, special tokens included. */
  int maxLength();
}
