package io.engram.transformers.input;

/** What a row is asked with: as a table holds it, or made ready for the backbone before. */
public sealed interface RowInput permits RawInput, ModelInput {

  /** Why nothing can be read from it, as in "is blank"; null when there is something to read. */
  String absence();
}
