package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.distillation.DistillationOptions;
import io.engram.consolidation.distillation.StudentStart;

/**
 * Everything that decides what is learnt, apart from the rows. Part of a version's idempotence key.
 *
 * @param strategy name of the {@link ContinualStrategy}
 * @param poolSize K
 * @param transferability score that picks the slot: leep, transrate, random or least-loaded
 * @param adapter kind, width and first layer of a task's adapter
 * @param maxLength longest text in tokens
 * @param training of a task's adapter and head
 * @param consolidation of a slot's student
 * @param start where the student starts
 * @param slotWidth units that the adapter of a slot has once it was consolidated, at least; 0: as
 *     many as a task's adapter
 * @param trainHeads whether the heads of a slot's tasks are trained along when it is consolidated
 * @param reservoirRows cap on the unlabelled inputs of past tasks; 0 distils on the new task's rows
 *     alone
 * @param identity when a task takes no slot
 * @param seed of the run; a task's own seed is a function of this and its id
 */
public record LearnerSettings(
    String strategy,
    int poolSize,
    String transferability,
    AdapterConfig adapter,
    int maxLength,
    TrainingConfig training,
    TrainingConfig consolidation,
    StudentStart start,
    int slotWidth,
    boolean trainHeads,
    int reservoirRows,
    IdentityRule identity,
    long seed) {

  /** When the plain backbone serves a task, so that it takes no slot. */
  public enum IdentityRule {
    /** Every task gets an adapter. */
    NEVER,
    /** When the adapter is not better than the probe on the task's validation rows. */
    WHEN_NOT_WORSE;

    /** Whether the probe is kept; without validation rows the adapter always is. */
    boolean prefersProbe(TrainingReport probe, TrainingReport adapter) {
      return this == WHEN_NOT_WORSE && probe.validationAccuracy() >= adapter.validationAccuracy();
    }
  }

  public LearnerSettings {
    if (poolSize < 1) {
      throw new IllegalArgumentException("pool size must be at least 1, got " + poolSize);
    }
    if (maxLength < 8) {
      throw new IllegalArgumentException("max length must be at least 8 tokens, got " + maxLength);
    }
    if (slotWidth < 0) {
      throw new IllegalArgumentException("slot width must not be negative, got " + slotWidth);
    }
    if (reservoirRows < 0) {
      throw new IllegalArgumentException(
          "reservoir rows must not be negative, got " + reservoirRows);
    }
  }

  /** How a slot's adapter and a task's become one. */
  public DistillationOptions distillation(TrainingConfig student) {
    return new DistillationOptions(start, slotWidth, trainHeads, student);
  }
}
