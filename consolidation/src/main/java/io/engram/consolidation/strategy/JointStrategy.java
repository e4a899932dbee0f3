package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.training.Rehearsal;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All tasks at once: every row of every task is kept with its class, and each new task trains one
 * fresh adapter and all heads on all of them, for as many epochs as are set. The upper line of what
 * one adapter can do, at a price that grows with the number of tasks.
 */
public final class JointStrategy extends SharedAdapterStrategy {

  @Override
  public String name() {
    return "joint";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, true, OldRows.ALL_LABELLED);
  }

  @Override
  FineTuning request(LearnerState state, TaskManifest task, LearnerSettings settings) {
    Map<String, Head> rehearsed = RehearsedHeads.of(state, SHARED, task);
    requireRows(state, task, rehearsed);
    return new FineTuning(
        settings.adapter(),
        Optional.empty(),
        Optional.empty(),
        rehearsed,
        Rehearsal.ALIKE,
        settings.training());
  }

  /** The adapter is trained from nothing: a task without rows would be left with a stranger's. */
  private static void requireRows(
      LearnerState state, TaskManifest task, Map<String, Head> rehearsed) {
    List<String> without =
        state.tasks().stream()
            .filter(old -> old.slot() == SHARED)
            .map(LearnedTask::id)
            .filter(id -> !rehearsed.containsKey(id) && !id.equals(task.id().value()))
            .toList();
    if (!without.isEmpty()) {
      throw new SettingRefusedException(
          "strategy joint trains one adapter anew on labelled rows of every task, and this model keeps"
              + " none of "
              + String.join(", ", without)
              + ": learn these again with strategy joint, go on with another strategy, or begin another"
              + " model");
    }
  }
}
