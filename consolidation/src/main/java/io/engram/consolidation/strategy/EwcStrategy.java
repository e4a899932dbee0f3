package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.WeightImportance;
import io.engram.adapters.training.FineTuner.Anchor;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Elastic weight consolidation (Kirkpatrick et al. 2017): as {@link FineTuneStrategy}, but weights
 * that earlier tasks depend on are held where those tasks left them. Option {@code lambda} is the
 * strength; {@code decay} below 1 is the online form (Schwarz et al. 2018), in which older tasks
 * count less and all are centred on the newest weights.
 */
public final class EwcStrategy extends SharedAdapterStrategy {
  static final String LAMBDA = "lambda";
  static final String DECAY = "decay";

  @Override
  public String name() {
    return "ewc";
  }

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, true, OldRows.NONE);
  }

  @Override
  public SortedMap<String, Double> options() {
    return new TreeMap<>(Map.of(LAMBDA, 100.0, DECAY, 1.0));
  }

  @Override
  public void check(LearnerSettings settings) {
    double lambda = option(settings, LAMBDA);
    if (!(lambda >= 0) || Double.isInfinite(lambda)) {
      throw new SettingRefusedException(
          "option lambda of strategy ewc is a number of 0 or more, got " + lambda);
    }
    double decay = option(settings, DECAY);
    if (!(decay >= 0 && decay <= 1)) {
      throw new SettingRefusedException("option decay of strategy ewc is 0 to 1, got " + decay);
    }
  }

  @Override
  FineTuning request(LearnerState state, TaskManifest task, LearnerSettings settings) {
    return FineTuning.alone(
        settings.adapter(),
        shared(state),
        held(state, task).map(importance -> new Anchor(importance, option(settings, LAMBDA))),
        settings.training());
  }

  @Override
  LearnerState remembered(
      LearnerState after, FineTuned tuned, LearnerSettings settings, LearningWorkbench bench) {
    AdapterWeights fisher = bench.fisher(tuned.adapter(), tuned.head());
    double decay = option(settings, DECAY);
    WeightImportance counted =
        after
            .importance()
            .map(
                before ->
                    decay < 1
                        ? before.online(fisher, tuned.adapter(), decay)
                        : before.plus(fisher, tuned.adapter()))
            .orElseGet(() -> new WeightImportance(fisher, tuned.adapter()));
    return after.withImportance(Optional.of(counted));
  }

  private double option(LearnerSettings settings, String name) {
    return settings.option(name, options().get(name));
  }
}
