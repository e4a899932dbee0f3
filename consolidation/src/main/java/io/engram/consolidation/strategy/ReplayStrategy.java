package io.engram.consolidation.strategy;

import io.engram.adapters.training.Rehearsal;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Experience replay (Chaudhry et al. 2019): as {@link FineTuneStrategy}, but a bounded sample of
 * labelled rows of earlier tasks is shuffled among the new ones. Option {@code old-weight} is what
 * the mean loss of the old rows counts against that of the new ones; 1 is the paper's, whose steps
 * take as many of either. Here an epoch is a pass over new and kept rows, so that its steps grow
 * with what is kept. Heads of earlier tasks stay as they are unless {@code train-heads} says
 * otherwise: trained along, they learn the few rows that are kept by heart.
 */
public final class ReplayStrategy extends SharedAdapterStrategy {
  static final String OLD_WEIGHT = "old-weight";

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, true, OldRows.LABELLED);
  }

  @Override
  public SortedMap<String, Double> options() {
    return new TreeMap<>(Map.of(OLD_WEIGHT, 1.0));
  }

  @Override
  public void check(LearnerSettings settings) {
    double weight = oldWeight(settings);
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new SettingRefusedException(
          "option "
              + OLD_WEIGHT
              + " of strategy replay is a number above 0, got "
              + weight
              + "; to train on no old rows choose strategy finetune");
    }
  }

  @Override
  FineTuning request(LearnerState state, TaskManifest task, LearnerSettings settings) {
    return new FineTuning(
        settings.adapter(),
        shared(state),
        Optional.empty(),
        RehearsedHeads.of(state, SHARED, task),
        new Rehearsal(settings.trainHeads(), oldWeight(settings)),
        settings.training());
  }

  private double oldWeight(LearnerSettings settings) {
    return settings.option(OLD_WEIGHT, options().get(OLD_WEIGHT));
  }
}
