package io.engram.jobs.service;

import io.engram.consolidation.store.ModelReference;

/**
 * A labelled table to evaluate on; of a table with a split column the rows that say test.
 *
 * @param model which version
 * @param task task id
 * @param input rows
 * @param batchSize rows a forward pass
 */
public record EvaluateRequest(ModelReference model, String task, InputSpec input, int batchSize) {}
