package io.engram.consolidation.spark.data;

/** A table that its store did not give when it was opened; what is in it nobody knows. */
public final class TableUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String uri;

  TableUnreachableException(String uri, Exception cause) {
    super("table " + uri + " could not be reached: " + ReadFailure.line(cause), cause);
    this.uri = uri;
  }

  /** The table's address. */
  public String uri() {
    return uri;
  }
}
