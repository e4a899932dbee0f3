package io.engram.transformers.input;

import java.io.Serializable;

/** What a row of a table holds, before anything was done to it. */
public sealed interface RawInput extends RowInput, Serializable {

  /**
   * A text or a pair of texts.
   *
   * @param text first text, or null where a row has none
   * @param pair second text, or null
   */
  record Text(String text, String pair) implements RawInput {
    @Override
    public String absence() {
      if (text == null) {
        return "is null";
      }
      return text.isBlank() ? "is blank" : null;
    }
  }

  /**
   * A picture in its file format.
   *
   * @param bytes of the file, or null where a row has none; never changed
   */
  record Image(byte[] bytes) implements RawInput {
    @Override
    public String absence() {
      if (bytes == null) {
        return "is null";
      }
      return bytes.length == 0 ? "has no bytes" : null;
    }
  }
}
