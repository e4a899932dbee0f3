package io.engram.jobs.service;

/**
 * A labelled table to evaluate on; of a table with a split column the rows that say test.
 *
 * @param model which version
 * @param task task id
 * @param input rows
 * @param batchSize rows a forward pass
 */
public record EvaluateRequest(ModelRef model, String task, InputSpec input, int batchSize) {}
