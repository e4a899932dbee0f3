package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.training.Rehearsal;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.TaskManifest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Experience replay (Chaudhry et al. 2019): as {@link FineTuneStrategy}, but a bounded sample of
 * labelled rows of earlier tasks is shuffled among the new ones. Option {@code old-weight} is what
 * the mean loss of the old rows counts against that of the new ones; 1 is the paper's, whose steps
 * take as many of either. Heads of earlier tasks stay as they are unless {@code train-heads} says
 * otherwise: trained along, they learn the few rows that are kept by heart.
 */
public final class ReplayStrategy extends SharedAdapterStrategy {
  static final String OLD_WEIGHT = "old-weight";

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public StrategyNeeds needs() {
    return new StrategyNeeds(true, true, OldRows.LABELLED);
  }

  @Override
  public SortedMap<String, Double> options() {
    return new TreeMap<>(Map.of(OLD_WEIGHT, 1.0));
  }

  @Override
  FineTuning request(LearnerState state, TaskManifest task, LearnerSettings settings) {
    return new FineTuning(
        settings.adapter(),
        shared(state),
        Optional.empty(),
        rehearsed(state, task),
        new Rehearsal(
            settings.trainHeads(), settings.option(OLD_WEIGHT, options().get(OLD_WEIGHT))),
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
