package io.engram.consolidation.strategy;

import io.engram.adapters.training.TrainedTask;
import io.engram.consolidation.distillation.StudentStart;
import io.engram.consolidation.strategy.LearningWorkbench.Distilled;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import java.util.Map;

/**
 * As {@link AdaStrategy}, but the new adapter and the slot's are averaged weight by weight, without
 * distillation: what consolidation has to beat.
 */
public final class AveragingStrategy extends AdaStrategy {

  @Override
  public String name() {
    return "averaging";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, true, rehearses(settings) ? OldRows.LABELLED : OldRows.NONE);
  }

  @Override
  Distilled consolidate(
      LearnerState state,
      int slot,
      TrainedTask learnt,
      LearnerSettings settings,
      LearningWorkbench bench) {
    return new Distilled(
        StudentStart.mean(state.pool().slots().get(slot).weights(), learnt.adapter()),
        Map.of(),
        null);
  }
}
