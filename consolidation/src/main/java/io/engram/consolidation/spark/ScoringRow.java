package io.engram.consolidation.spark;

import io.engram.transformers.input.ModelInput;
import org.apache.spark.sql.Row;

/**
 * A row of a table that is scored.
 *
 * @param row as it was read
 * @param input made ready for the backbone; null where the row has a problem
 * @param alone the same without its second text, for tasks that were learnt from single texts; null
 *     where {@code input} does for all
 * @param problem why it has no answer, or null
 * @param name what messages call a row with a problem; null where it has none
 */
record ScoringRow(Row row, ModelInput input, ModelInput alone, Problem problem, String name) {

  /** Bytes of what the encoder gets. */
  long inputBytes() {
    return (input == null ? 0 : input.bytes()) + (alone == null ? 0 : alone.bytes());
  }

  /**
   * Why a row has no answer.
   *
   * @param column the column at fault, or -1
   * @param message what is wrong with it
   */
  record Problem(int column, String message) {}
}
