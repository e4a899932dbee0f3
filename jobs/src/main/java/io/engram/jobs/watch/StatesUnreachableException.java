package io.engram.jobs.watch;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The table of states cannot be read or written: its store does not answer, or does not let us. */
public final class StatesUnreachableException extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  StatesUnreachableException(String what, IOException cause) {
    super(what + ": " + cause.getMessage(), cause);
  }
}
