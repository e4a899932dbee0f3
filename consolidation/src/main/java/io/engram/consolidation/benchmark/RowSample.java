package io.engram.consolidation.benchmark;

import java.io.Serializable;

/**
 * A row of a table as people look at it; one of the two is null.
 *
 * @param text of the row, shortened; never markup
 * @param picture of the row, a small PNG file
 */
public record RowSample(String text, byte[] picture) implements Serializable {
  public RowSample {
    if ((text == null) == (picture == null)) {
      throw new IllegalArgumentException("a sample is a text or a picture");
    }
  }
}
