package io.engram.adapters.training;

import io.engram.transformers.input.Pixels;

/**
 * One row of a task as training sees it: the frozen layers' output, computed once, or the picture
 * itself where the encoder is what is trained.
 *
 * @param key row key; the order of rows is by key, so that a run does not depend on partitioning
 * @param label index into the task's classes, or -1 for an unlabelled row
 * @param length tokens
 * @param hidden input of the first adapted layer, {@code [length, hidden]} row-major; may be empty
 *     when only {@code pooled} is needed
 * @param pooled pooled output of the plain backbone, {@code [hidden]}; may be empty
 * @param target distillation targets, one block per task of the slot; empty outside consolidation
 * @param picture what the encoder takes; null where the rows carry what it made of it
 */
public record FeatureRow(
    String key,
    int label,
    int length,
    float[] hidden,
    float[] pooled,
    float[] target,
    Pixels picture) {
  private static final float[] NONE = {};

  /** A row of an encoder that is frozen. */
  public FeatureRow(
      String key, int label, int length, float[] hidden, float[] pooled, float[] target) {
    this(key, label, length, hidden, pooled, target, null);
  }

  /** A row of an encoder that is trained. */
  public static FeatureRow of(String key, int label, Pixels picture) {
    return new FeatureRow(key, label, picture.length(), NONE, NONE, NONE, picture);
  }
}
