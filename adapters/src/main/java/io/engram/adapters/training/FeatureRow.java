package io.engram.adapters.training;

/**
 * One row of a task as training sees it: the frozen layers' output, computed once.
 *
 * @param key row key; the order of rows is by key, so that a run does not depend on partitioning
 * @param label index into the task's classes, or -1 for an unlabelled row
 * @param length tokens
 * @param hidden input of the first adapted layer, {@code [length, hidden]} row-major; may be empty
 *     when only {@code pooled} is needed
 * @param pooled pooled output of the plain backbone, {@code [hidden]}; may be empty
 * @param target distillation targets, one block per task of the slot; empty outside consolidation
 */
public record FeatureRow(
    String key, int label, int length, float[] hidden, float[] pooled, float[] target) {}
