package io.engram.jobs.service;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.JobException;
import java.util.Optional;

/**
 * A multi-label table to evaluate on; of a table with a split column the rows that say test.
 *
 * @param model which version
 * @param input rows; the label column holds an array, or a string with a delimiter
 * @param delimiter between the labels of a string
 * @param batchSize rows a forward pass at most
 */
public record EvaluateLabelsRequest(
    ModelReference model, InputSpec input, Optional<String> delimiter, int batchSize) {

  /**
   * Refuses what cannot be meant.
   *
   * @throws JobException when a value is out of range
   */
  public void check() {
    if (batchSize < 1) {
      throw JobException.usage("--batch-size must be at least 1, got " + batchSize);
    }
  }
}
