package io.engram.adapters.training;

/** Rows that cannot be kept on local disk; the message names folder, row and what to do. */
public final class SpoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SpoolException(String message) {
    super(message);
  }

  public SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
