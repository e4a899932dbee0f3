package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;

/**
 * A second head for a task, on the plain backbone: ridge regression on random features (RanPAC,
 * McDonnell et al. 2023), from one aggregate over the task's rows. Its logits and those of the head
 * on the adapter are averaged. Both see other features of a row, so that their faults differ; the
 * second is never forgotten, whatever becomes of the adapter.
 */
final class Ensemble {
  /** Option that every strategy has: 1 for a second head. */
  static final String OPTION = "ensemble";

  private static final double SHARE = .5;
  private static final double UNCHANGED = 1;

  private Ensemble() {}

  /**
   * @throws SettingRefusedException when the option is neither 0 nor 1
   */
  static boolean isWanted(LearnerSettings settings) {
    double value = settings.option(OPTION, 0);
    if (value != 0 && value != 1) {
      throw new SettingRefusedException("option " + OPTION + " is 0 or 1, got " + value);
    }
    return value == 1;
  }

  /** The task's entry in what was learnt, with its second head and the temperature of both. */
  static Learned of(
      Learned learned, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    LearnerState state = learned.state();
    LearnedTask entry = state.task(task.id().value()).orElseThrow();
    RandomFeatures features = ClosedFormGrid.features(settings.seed(), bench.statistics().hidden());
    Head ridge =
        ClosedFormGrid.ranpac(new LabelSpace(task.classes()), features, bench.ridgeSums(features))
            .choose(bench::validate)
            .head();
    Contender both =
        state
            .contender(entry)
            .with(entry.head().scaled((1 - SHARE) / entry.temperature()), ridge.scaled(SHARE));
    ContenderCounts counts = bench.validate(List.of(both));
    double scale = counts.scale(0, UNCHANGED);
    LearnedTask served =
        entry.withFrozen(ridge.scaled(scale * SHARE), entry.temperature() / (scale * (1 - SHARE)));
    return new Learned(state.with(state.pool(), served), learned.log());
  }
}
