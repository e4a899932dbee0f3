package io.engram.consolidation.spark;

/** A table that lacks a column, or has one of a wrong type or in the way; names the column. */
public final class ColumnRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ColumnRefusedException(String message) {
    super(message);
  }
}
