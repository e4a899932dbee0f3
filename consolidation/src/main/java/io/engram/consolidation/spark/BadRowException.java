package io.engram.consolidation.spark;

/** A row that cannot be predicted while bad rows are errors. */
public final class BadRowException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  static final String REMEDY =
      "; set handleInvalid to skip (leave such rows out) or keep (give them an error and no prediction)";

  BadRowException(String message) {
    super(message);
  }
}
