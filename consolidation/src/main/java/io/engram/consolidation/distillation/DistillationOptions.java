package io.engram.consolidation.distillation;

import io.engram.adapters.training.TrainingConfig;
import java.io.Serializable;
import java.util.Objects;

/**
 * How two adapters become one.
 *
 * @param start what the student is before it learns
 * @param width units the student has at least; 0 keeps the slot's width
 * @param trainHeads whether the heads are trained along; frozen heads never change after their task
 * @param training epochs, learning rates and the like
 */
public record DistillationOptions(
    StudentStart start, int width, boolean trainHeads, TrainingConfig training)
    implements Serializable {

  public DistillationOptions {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(training, "training");
    if (width < 0) {
      throw new IllegalArgumentException("width must not be negative, got " + width);
    }
  }

  /** A copy of the slot, as wide as the slot, frozen heads, 4 epochs at 1e-3. */
  public static DistillationOptions defaults(long seed) {
    return new DistillationOptions(
        StudentStart.COPY, 0, false, TrainingConfig.forConsolidation(seed));
  }
}
