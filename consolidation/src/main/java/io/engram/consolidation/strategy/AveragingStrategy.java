package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.AdapterWidening;
import io.engram.consolidation.distillation.StudentStart;
import io.engram.consolidation.strategy.LearningWorkbench.Distilled;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import java.util.Map;
import java.util.SortedMap;

/**
 * As {@link AdaStrategy}, but the new adapter and the slot's are averaged weight by weight, without
 * distillation: what consolidation has to beat.
 */
public final class AveragingStrategy extends AdaStrategy {

  @Override
  public String name() {
    return "averaging";
  }

  /** There is no teacher. */
  @Override
  public SortedMap<String, Double> options() {
    SortedMap<String, Double> options = super.options();
    options.remove(AdaOptions.LEARNT_SHARE);
    return options;
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(
        true, true, AdaOptions.wantsLabels(settings) ? OldRows.LABELLED : OldRows.NONE);
  }

  @Override
  Distilled consolidate(
      LearnerState state,
      int slot,
      OwnAdapter own,
      LearnerSettings settings,
      LearningWorkbench bench) {
    AdapterWeights kept = state.pool().slots().get(slot).weights();
    AdapterWeights learnt = own.trained().adapter();
    int width = Math.max(kept.config().width(), learnt.config().width());
    return new Distilled(
        StudentStart.mean(
            AdapterWidening.widen(kept, width, settings.seed()),
            AdapterWidening.widen(learnt, width, settings.seed())),
        Map.of(),
        null);
  }
}
