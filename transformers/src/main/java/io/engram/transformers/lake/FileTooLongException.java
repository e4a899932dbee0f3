package io.engram.transformers.lake;

import java.io.IOException;

/** A file that is longer than what may be read of it; the message says how long both are. */
public final class FileTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  FileTooLongException(String message) {
    super(message);
  }
}
