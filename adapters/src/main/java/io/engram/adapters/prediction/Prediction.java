package io.engram.adapters.prediction;

/**
 * The answer of one task for one row.
 *
 * @param task task id
 * @param label predicted class
 * @param index its index in the task's classes
 * @param probability softmax over the task's classes, sums to 1
 * @param truncated whether the text was cut at the maximum length
 */
public record Prediction(
    String task, String label, int index, float[] probability, boolean truncated) {}
