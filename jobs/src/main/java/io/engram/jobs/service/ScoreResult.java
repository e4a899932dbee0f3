package io.engram.jobs.service;

import io.engram.consolidation.spark.RowGroups;

/**
 * What scoring did.
 *
 * @param version version that answered
 * @param rows rows read
 * @param bad rows without a prediction
 * @param truncatedRows rows cut off at the maximum length
 * @param replaced rows whose text holds U+FFFD: bytes in it were not UTF-8
 * @param seconds wall-clock of reading, predicting and writing
 * @param output where the scored table is
 */
public record ScoreResult(
    long version,
    long rows,
    RowGroups bad,
    long truncatedRows,
    RowGroups replaced,
    double seconds,
    String output) {

  /** The same rows after they were moved. */
  ScoreResult at(String place) {
    return new ScoreResult(version, rows, bad, truncatedRows, replaced, seconds, place);
  }

  public double rowsPerSecond() {
    return seconds > 0 ? rows / seconds : 0;
  }
}
