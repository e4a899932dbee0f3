package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.TaskManifest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Experience replay (Chaudhry et al. 2019): as {@link FineTuneStrategy}, but a bounded sample of
 * labelled rows of earlier tasks is shuffled among the new ones, and their heads are trained along.
 */
public final class ReplayStrategy extends SharedAdapterStrategy {

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public StrategyNeeds needs() {
    return new StrategyNeeds(true, true, OldRows.LABELLED);
  }

  @Override
  FineTuning request(LearnerState state, TaskManifest task, LearnerSettings settings) {
    return new FineTuning(
        settings.adapter(),
        shared(state),
        Optional.empty(),
        rehearsed(state, task),
        settings.training());
  }

  /**
   * Heads of the tasks of the shared adapter of which labelled rows are kept, without the new one.
   */
  static Map<String, Head> rehearsed(LearnerState state, TaskManifest task) {
    Set<String> kept =
        state.reservoir().rows().stream()
            .filter(row -> row.label() != null)
            .map(ReservoirRow::task)
            .collect(Collectors.toSet());
    Map<String, Head> heads = new TreeMap<>();
    for (LearnedTask old : state.tasks()) {
      if (old.slot() == 0 && kept.contains(old.id()) && !old.id().equals(task.id().value())) {
        heads.put(old.id(), old.head());
      }
    }
    return heads;
  }
}
