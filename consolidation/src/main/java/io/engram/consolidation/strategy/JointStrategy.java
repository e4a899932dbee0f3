package io.engram.consolidation.strategy;

import io.engram.adapters.training.Rehearsal;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.TaskManifest;
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
    return new FineTuning(
        settings.adapter(),
        Optional.empty(),
        Optional.empty(),
        RehearsedHeads.of(state, SHARED, task),
        Rehearsal.ALIKE,
        settings.training());
  }
}
