package io.engram.consolidation.store;

/** A file was written by a newer program than this one. */
public final class UnsupportedFormatException extends StoreException {
  private static final long serialVersionUID = 1L;
  private final int format;

  UnsupportedFormatException(String file, int format) {
    super(
        file
            + " has format "
            + format
            + ", this program knows formats up to "
            + StoreLayout.FORMAT
            + "; read it with a newer Engram");
    this.format = format;
  }

  /** The format that was found. */
  public int format() {
    return format;
  }
}
