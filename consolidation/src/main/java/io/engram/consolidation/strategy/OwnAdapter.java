package io.engram.consolidation.strategy;

import static io.engram.adapters.prediction.ServingModel.IDENTITY_SLOT;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.training.Rehearsal;
import io.engram.adapters.training.TrainedTask;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.SlotChoice;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The adapter that a task trains before it is consolidated.
 *
 * @param trained with its head
 * @param choice of the slot it began at; empty where it began at none, or at the task's own
 * @param shares what it teaches, by task of that slot whose rows it was trained on too: see {@link
 *     Consolidation}
 */
record OwnAdapter(TrainedTask trained, Optional<SlotChoice> choice, Map<String, Double> shares) {

  /** From nothing: it depends on the run's seed and the task alone. */
  static OwnAdapter fresh(LearnerSettings settings, LearningWorkbench bench) {
    return new OwnAdapter(
        bench.trainAdapter(settings.adapter(), settings.training()), Optional.empty(), Map.of());
  }

  /**
   * From the weights of a slot: the task's own, or that which the transferability score picks.
   * Where the settings say so, rows of the slot's other tasks are trained on besides.
   *
   * @param ownSlot where the task is; the identity slot when it is new
   * @param state with at least one slot
   */
  static OwnAdapter from(
      int ownSlot,
      LearnerState state,
      TaskManifest task,
      LearnerSettings settings,
      LearningWorkbench bench) {
    Optional<SlotChoice> choice =
        ownSlot == IDENTITY_SLOT
            ? Optional.of(bench.selectSlot(state, settings.transferability()))
            : Optional.empty();
    int slot = choice.map(SlotChoice::slot).orElse(ownSlot);
    Optional<AdapterWeights> start = Optional.of(state.pool().slots().get(slot).weights());
    AdaOptions options = AdaOptions.of(settings);
    FineTuning request =
        options.rehearses()
            ? new FineTuning(
                settings.adapter(),
                start,
                Optional.empty(),
                RehearsedHeads.of(state, slot, task),
                new Rehearsal(false, options.oldWeight()),
                settings.training())
            : FineTuning.alone(settings.adapter(), start, Optional.empty(), settings.training());
    FineTuned tuned = bench.fineTune(request);
    Map<String, Double> shares = new TreeMap<>();
    request.rehearsed().keySet().forEach(old -> shares.put(old, options.learntShare()));
    return new OwnAdapter(
        new TrainedTask(tuned.adapter(), tuned.head(), tuned.report()), choice, shares);
  }
}
