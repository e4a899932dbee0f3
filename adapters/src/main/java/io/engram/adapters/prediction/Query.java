package io.engram.adapters.prediction;

/**
 * One row to predict.
 *
 * @param text first text, not null
 * @param pair second text or null
 * @param task id of the task that is asked; null only where all tasks are asked
 */
public record Query(String text, String pair, String task) {}
