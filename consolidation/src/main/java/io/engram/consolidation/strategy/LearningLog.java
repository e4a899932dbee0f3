package io.engram.consolidation.strategy;

import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.closedform.ClosedFormReport;
import io.engram.consolidation.transferability.SlotChoice;
import java.util.Optional;

/**
 * What learning one task did: goes into the version's record and the report.
 *
 * @param slot where the task lives now
 * @param choice how its slot was chosen; empty where there was nothing to choose
 * @param head training of the linear probe on frozen features; empty when none was trained
 * @param adapter training of the task's own adapter; empty when none was trained
 * @param consolidation distillation into the slot; empty when the slot was free
 * @param closedForm how a head without training was chosen; empty when none was asked for
 */
public record LearningLog(
    int slot,
    Optional<SlotChoice> choice,
    Optional<TrainingReport> head,
    Optional<TrainingReport> adapter,
    Optional<TrainingReport> consolidation,
    Optional<ClosedFormReport> closedForm) {

  /** Without a closed-form head. */
  public LearningLog(
      int slot,
      Optional<SlotChoice> choice,
      Optional<TrainingReport> head,
      Optional<TrainingReport> adapter,
      Optional<TrainingReport> consolidation) {
    this(slot, choice, head, adapter, consolidation, Optional.empty());
  }

  /** Nothing but a closed-form head, on the plain backbone. */
  static LearningLog closedForm(ClosedFormReport report) {
    return new LearningLog(
        ServingModel.IDENTITY_SLOT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(report));
  }

  /** The same work, with the task in another slot. */
  public LearningLog at(int number) {
    return new LearningLog(number, choice, head, adapter, consolidation, closedForm);
  }
}
