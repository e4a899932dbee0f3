package io.engram.jobs.service;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.JobException;

/**
 * A labelled table of many tasks, to be evaluated with their ids and without; of a table with a
 * split column the rows that say test.
 *
 * @param model which version
 * @param input rows
 * @param taskCol column of the task that a row truly belongs to
 * @param batchSize rows a forward pass at most
 */
public record EvaluateRoutedRequest(
    ModelReference model, InputSpec input, String taskCol, int batchSize) {

  /**
   * Refuses what cannot be meant.
   *
   * @throws JobException when a value is out of range
   */
  public void check() {
    if (batchSize < 1) {
      throw JobException.usage("--batch-size must be at least 1, got " + batchSize);
    }
    if (taskCol.equalsIgnoreCase(input.labelCol())) {
      throw JobException.usage(
          "--task-col and --label-col are both '"
              + taskCol
              + "': the one names the task of a row, the other its class in that task");
    }
  }
}
