package io.engram.consolidation.learning;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.consolidation.distillation.DistillationOptions;
import io.engram.consolidation.distillation.SlotHeads;
import io.engram.consolidation.strategy.Consolidation;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearningWorkbench.Distilled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The consolidation of one slot: its two teachers, and the training of the student.
 *
 * @param teachers what serves the slot's tasks and the new one before it
 * @param heads of all of them, as they go in
 * @param job the student's training
 * @param trainHeads whether the heads change
 */
public record SlotConsolidation(
    TeacherModels teachers, SlotHeads heads, DistilJob job, boolean trainHeads) {

  /**
   * @param task the new task
   */
  public static SlotConsolidation of(
      LearnerState state, String task, Consolidation request, DistillationOptions options) {
    Map<String, Head> old = state.headsOfSlot(request.slot(), task);
    AdapterWeights slotAdapter = state.pool().slots().get(request.slot()).weights();
    Map<String, Head> all = new LinkedHashMap<>(old);
    all.put(task, request.head());
    double[] shares =
        old.keySet().stream()
            .mapToDouble(id -> request.learntShares().getOrDefault(id, 0.0))
            .toArray();
    SlotHeads heads = new SlotHeads(all);
    return new SlotConsolidation(
        new TeacherModels(
            SlotModel.of(slotAdapter, old.values(), state.fromLayer()),
            SlotModel.of(request.learnt(), List.of(request.head()), state.fromLayer()),
            shares),
        heads,
        DistilJob.of(slotAdapter, request.learnt(), heads, shares, options),
        options.trainHeads());
  }

  /** What came of it. */
  public Distilled distilled(TrainingOutcome outcome) {
    return new Distilled(
        outcome.weights(),
        trainHeads ? outcome.slotHeads(heads).heads() : Map.of(),
        outcome.readReport());
  }
}
