package io.engram.consolidation.strategy;

import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.TaskManifest;
import java.util.Optional;

/** One adapter, trained on task after task without any care for earlier ones. It forgets. */
public final class FineTuneStrategy extends SharedAdapterStrategy {

  @Override
  public String name() {
    return "finetune";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, true, OldRows.NONE);
  }

  @Override
  FineTuning request(LearnerState state, TaskManifest task, LearnerSettings settings) {
    return FineTuning.alone(
        settings.adapter(), shared(state), Optional.empty(), settings.training());
  }
}
