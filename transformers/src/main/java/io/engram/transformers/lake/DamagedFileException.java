package io.engram.transformers.lake;

import java.io.IOException;

/** A file is not what was written; the message names it with what was expected and found. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String actual;

  public DamagedFileException(String file, String expected, String actual) {
    super(
        "damaged file "
            + file
            + ": expected "
            + expected
            + ", found "
            + actual
            + "; nothing was read from it, restore it from a copy");
    this.expected = expected;
    this.actual = actual;
  }

  /** What the file should be. */
  public String expected() {
    return expected;
  }

  /** What it is. */
  public String actual() {
    return actual;
  }
}
