package io.engram.consolidation.strategy;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;
import java.util.Map;

/**
 * A second head for a task, on the plain backbone: ridge regression on random features (RanPAC,
 * McDonnell et al. 2023), from one aggregate over the task's rows. Its logits and those of the
 * first head are averaged. Both see other features of a row, so that their faults differ; the
 * second is never forgotten, whatever becomes of the adapter. It counts rows where the first weighs
 * classes alike: where classes are uneven, it leans to the large ones.
 */
final class Ensemble {
  /** Option that every strategy has: 1 for a second head. */
  static final String OPTION = "ensemble";

  private static final String RIDGE = "ranpac";
  private static final double SHARE = .5;

  private Ensemble() {}

  /**
   * @param options of the strategy, by name
   * @throws SettingRefusedException when the option is neither 0 nor 1, or both heads would be one
   */
  static void check(String strategy, Map<String, Double> options) {
    double value = options.getOrDefault(OPTION, 0.0);
    if (value != 0 && value != 1) {
      throw new SettingRefusedException("option " + OPTION + " is 0 or 1, got " + value);
    }
    if (value == 1 && strategy.equals(RIDGE)) {
      throw new SettingRefusedException(
          "option "
              + OPTION
              + " adds the head that strategy "
              + RIDGE
              + " has already: leave it out");
    }
  }

  static boolean isWanted(LearnerSettings settings) {
    return settings.option(OPTION, 0) == 1;
  }

  /** The task's entry in what was learnt, with its second head and the temperature of both. */
  static Learned of(
      Learned learned, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    LearnerState state = learned.state();
    LearnedTask entry = state.task(task.id().value()).orElseThrow();
    RandomFeatures features = ClosedFormGrid.features(settings.seed(), bench.statistics().hidden());
    ClosedFormGrid.Chosen ridge =
        ClosedFormGrid.ranpac(new LabelSpace(task.classes()), features, bench.ridgeSums(features))
            .choose(bench::validate);
    Contender both =
        state
            .contender(entry)
            .with(
                entry.head().scaled((1 - SHARE) / entry.temperature()), ridge.head().scaled(SHARE));
    double scale = bench.validate(List.of(both)).scale(0, 1, Calibration.FACTOR);
    LearnedTask served =
        entry.withSecond(
            ridge.head().scaled(scale * SHARE), entry.temperature() / (scale * (1 - SHARE)));
    return new Learned(state.with(state.pool(), served), learned.log().withSecond(ridge.report()));
  }
}
