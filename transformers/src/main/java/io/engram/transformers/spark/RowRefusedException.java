package io.engram.transformers.spark;

/** A row that cannot be used; the message names the row, the column and what to do. */
public final class RowRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RowRefusedException(String message) {
    super(message);
  }
}
