package io.engram.transformers.input;

/**
 * Makes rows ready for a backbone exactly as those it was pre-trained on.
 *
 * <ol>
 *   <li>Same row, same result.
 *   <li>A row that is kept as {@link #kept} gives it is read to what the row itself is read to, bit
 *       for bit.
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

  /**
   * The row in a form that is never larger, for whoever keeps many: of a picture, in essence, the
   * pixels that the backbone sees of it.
   *
   * @throws IllegalArgumentException as of {@link #read}
   * @throws UnreadableInputException as of {@link #read}
   */
  default RawInput kept(RawInput raw) {
    return raw;
  }

  @Override
  void close();
}
