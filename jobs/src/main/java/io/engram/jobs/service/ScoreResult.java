package io.engram.jobs.service;

/**
 * What scoring did.
 *
 * @param version version that answered
 * @param rows rows read
 * @param badRows rows without a prediction
 * @param truncatedRows rows cut off at the maximum length
 * @param replacedRows rows whose text holds U+FFFD: bytes in it were not UTF-8
 * @param seconds wall-clock of reading, predicting and writing
 * @param output where the scored table is
 */
public record ScoreResult(
    long version,
    long rows,
    long badRows,
    long truncatedRows,
    long replacedRows,
    double seconds,
    String output) {

  /** The same, moved. */
  ScoreResult at(String place) {
    return new ScoreResult(version, rows, badRows, truncatedRows, replacedRows, seconds, place);
  }

  public double rowsPerSecond() {
    return seconds > 0 ? rows / seconds : 0;
  }
}
