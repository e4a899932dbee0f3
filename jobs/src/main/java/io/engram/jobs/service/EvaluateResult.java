package io.engram.jobs.service;

import java.util.List;
import java.util.SortedMap;

/**
 * What evaluation counted.
 *
 * @param task task id
 * @param version version that answered
 * @param rows rows with a prediction; at least one
 * @param correct of these, predicted right
 * @param badRows rows without a prediction
 * @param badExamples keys of a few of them, each with its reason
 * @param truncatedRows rows cut off at the maximum length
 * @param replacedRows rows whose text holds U+FFFD: bytes in it were not UTF-8
 * @param classes by class
 */
public record EvaluateResult(
    String task,
    long version,
    long rows,
    long correct,
    long badRows,
    List<String> badExamples,
    long truncatedRows,
    long replacedRows,
    SortedMap<String, ClassCounts> classes) {

  /**
   * @param rows rows of the class
   * @param correct of these, predicted right
   * @param predicted rows predicted as this class
   */
  public record ClassCounts(long rows, long correct, long predicted) {}

  /** Share of the rows predicted right. */
  public double accuracy() {
    return (double) correct / rows;
  }
}
