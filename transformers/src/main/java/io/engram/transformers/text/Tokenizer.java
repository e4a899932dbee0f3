package io.engram.transformers.text;

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
public interface Tokenizer extends AutoCloseable {

  /**
   * @param text first text
   * @param pair second text or null
   */
  TokenIds tokenize(String text, String pair);

  /** Longest result in tokens, special tokens included. */
  int maxLength();

  @Override
  void close();
}
