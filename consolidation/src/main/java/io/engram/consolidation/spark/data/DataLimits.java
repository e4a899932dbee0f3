package io.engram.consolidation.spark.data;

import io.engram.transformers.spark.Pictures;

/**
 * What a task's table may be at most and must be at least.
 *
 * @param maxClasses classes at most; more are no categories but names or numbers
 * @param minRowsPerClass rows of a class at least, all splits together
 * @param maxTextBytes a text of this many bytes in UTF-8 is refused
 * @param maxImageBytes a picture whose file has this many bytes is refused
 */
public record DataLimits(int maxClasses, int minRowsPerClass, int maxTextBytes, int maxImageBytes) {
  public DataLimits {
    if (maxClasses < 2 || minRowsPerClass < 1 || maxTextBytes < 1 || maxImageBytes < 1) {
      throw new IllegalArgumentException(
          "limits of a table must be positive, got "
              + maxClasses
              + ", "
              + minRowsPerClass
              + ", "
              + maxTextBytes
              + ", "
              + maxImageBytes);
    }
  }

  /** 1,000 classes, 4 rows a class, 5 MB a text, 64 MB a picture. */
  public static DataLimits defaults() {
    return new DataLimits(1000, 4, 5_000_000, Pictures.MAX_BYTES);
  }
}
