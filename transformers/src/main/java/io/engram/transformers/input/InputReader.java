package io.engram.transformers.input;

/**
 * Makes rows ready for a backbone exactly as those it was pre-trained on.
 *
 * <ol>
 *   <li>Same row, same result.
 *   <li>Safe for use from several threads at once.
 * </ol>
 */
public interface InputReader extends AutoCloseable {

  /**
   * @param raw has something to read, see {@link RawInput#absence()}
   * @throws IllegalArgumentException when the backbone takes inputs of another kind
   * @throws UnreadableInputException when the content is damaged, of an unknown format or beyond a
   *     limit; the message says what is wrong, not in which row
   */
  ModelInput read(RawInput raw);

  @Override
  void close();
}
