package io.engram.transformers.input;

/** A row made ready for a backbone, outside native memory. */
public sealed interface ModelInput extends RowInput permits TokenIds, Pixels {

  /** Null: it was read. */
  @Override
  default String absence() {
    return null;
  }

  /** Positions that it takes in the encoder, special ones included. */
  int length();

  /** Whether something of the row was cut off. */
  boolean truncated();

  /** Bytes of heap that it holds. */
  long bytes();
}
