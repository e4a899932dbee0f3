package io.engram.transformers.lake;

import java.io.IOException;

/**
 * The atomic step was sent and no answer came back: it may have happened, may happen still, or not.
 * Whoever sees this touches nothing and finds out later by reading.
 */
public final class OutcomeUnknownException extends IOException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String path, Throwable cause) {
    super("no answer whether " + path + " was created: " + cause.getMessage(), cause);
  }
}
