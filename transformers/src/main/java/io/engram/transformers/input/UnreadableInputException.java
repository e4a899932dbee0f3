package io.engram.transformers.input;

/** A row's content cannot be read; the message says what is wrong with it, not which row it is. */
public final class UnreadableInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableInputException(String message) {
    super(message);
  }

  public UnreadableInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
