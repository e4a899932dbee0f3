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
 * @param fusion training of the attention over several adapters; empty when none was trained
 * @param closedForm how a head without training was chosen; empty when none was asked for
 * @param identity whether the task was to take a slot; empty when that was not asked
 */
public record LearningLog(
    int slot,
    Optional<SlotChoice> choice,
    Optional<TrainingReport> head,
    Optional<TrainingReport> adapter,
    Optional<TrainingReport> consolidation,
    Optional<TrainingReport> fusion,
    Optional<ClosedFormReport> closedForm,
    Optional<IdentityDecision> identity) {

  /** Without any head on frozen features but the probe. */
  public LearningLog(
      int slot,
      Optional<SlotChoice> choice,
      Optional<TrainingReport> head,
      Optional<TrainingReport> adapter,
      Optional<TrainingReport> consolidation) {
    this(
        slot,
        choice,
        head,
        adapter,
        consolidation,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Nothing but a closed-form head, on the plain backbone. */
  static LearningLog closedForm(ClosedFormReport report) {
    return new LearningLog(
        ServingModel.IDENTITY_SLOT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(report),
        Optional.empty());
  }

  /** The same work, with the task in another slot. */
  public LearningLog at(int number) {
    return new LearningLog(
        number, choice, head, adapter, consolidation, fusion, closedForm, identity);
  }

  /** The same work, and a fusion. */
  LearningLog fused(TrainingReport report) {
    return new LearningLog(
        slot, choice, head, adapter, consolidation, Optional.of(report), closedForm, identity);
  }

  /** The same work, and a second head; what was said of another head without training stays. */
  LearningLog withSecond(ClosedFormReport report) {
    return with(closedForm.orElse(report), identity);
  }

  /** The same work, and a comparison with heads on frozen features. */
  LearningLog compared(FrozenHead frozen) {
    return with(frozen.closedForm(), Optional.of(frozen.decision()));
  }

  private LearningLog with(ClosedFormReport report, Optional<IdentityDecision> decision) {
    return new LearningLog(
        slot, choice, head, adapter, consolidation, fusion, Optional.of(report), decision);
  }
}
