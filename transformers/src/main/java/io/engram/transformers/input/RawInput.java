package io.engram.transformers.input;

import java.io.Serializable;

/** What a row of a table holds, before anything was done to it. */
public sealed interface RawInput extends RowInput, Serializable {
  /** What stands for bytes that were not UTF-8. */
  char REPLACEMENT = '\uFFFD';

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

    /** Whether it holds U+FFFD, the mark of bytes that were not UTF-8. */
    public boolean replaced() {
      return holdsMark(text) || holdsMark(pair);
    }

    private static boolean holdsMark(String text) {
      return text != null && text.indexOf(REPLACEMENT) >= 0;
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
