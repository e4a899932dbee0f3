package io.engram.consolidation.spark.data;

/**
 * What a task's table may be at most and must be at least.
 *
 * @param maxClasses classes at most; more are no categories but names or numbers
 * @param minRowsPerClass rows of a class at least, all splits together
 * @param maxTextBytes a text of this many bytes in UTF-8 is refused
 */
public record DataLimits(int maxClasses, int minRowsPerClass, int maxTextBytes) {
  public DataLimits {
    if (maxClasses < 2 || minRowsPerClass < 1 || maxTextBytes < 1) {
      throw new IllegalArgumentException(
          "limits of a table must be positive, got "
              + maxClasses
              + ", "
              + minRowsPerClass
              + ", "
              + maxTextBytes);
    }
  }

  /** 1,000 classes, 4 rows a class, 5 MB a text. */
  public static DataLimits defaults() {
    return new DataLimits(1000, 4, 5_000_000);
  }
}
