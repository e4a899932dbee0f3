package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.training.Rehearsal;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
    Map<String, Head> rehearsed = RehearsedHeads.of(state, SHARED, task);
    if (state.reservoir().size() < Strategies.keptRows(settings)) {
      requireAllRows(state, task);
    }
    return new FineTuning(
        settings.adapter(),
        Optional.empty(),
        Optional.empty(),
        rehearsed,
        Rehearsal.ALIKE,
        settings.training());
  }

  /**
   * The adapter is trained from nothing: a task of which few rows are left, or none, would be left
   * with a stranger's. Where as many rows are kept as can be, they are a sample of all.
   */
  private static void requireAllRows(LearnerState state, TaskManifest task) {
    Map<String, Long> kept =
        state.reservoir().rows().stream()
            .filter(row -> row.label() != null)
            .collect(Collectors.groupingBy(ReservoirRow::task, Collectors.counting()));
    List<String> missing = new ArrayList<>();
    for (LearnedTask old : state.tasks()) {
      long rows = old.manifest().rows().train();
      long left = kept.getOrDefault(old.id(), 0L);
      if (old.slot() == SHARED && left < rows && !old.id().equals(task.id().value())) {
        missing.add(left + " of the " + rows + " of task " + old.id());
      }
    }
    if (!missing.isEmpty()) {
      throw new SettingRefusedException(
          "strategy joint trains one adapter anew on the labelled training rows of every task, and"
              + " this model keeps "
              + String.join(", ", missing)
              + ": learn these again with strategy joint, go on with another strategy, or begin another"
              + " model");
    }
  }
}
