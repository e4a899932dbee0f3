package io.engram.jobs.service;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.JobException;

/**
 * A labelled table to evaluate on; of a table with a split column the rows that say test.
 *
 * @param model which version
 * @param task task id
 * @param input rows
 * @param batchSize rows a forward pass at most
 */
public record EvaluateRequest(ModelReference model, String task, InputSpec input, int batchSize) {

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
