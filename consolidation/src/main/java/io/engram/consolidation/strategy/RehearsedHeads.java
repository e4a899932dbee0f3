package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.task.TaskManifest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Heads of the earlier tasks that an adapter can be trained on besides a new one. */
final class RehearsedHeads {
  private RehearsedHeads() {}

  /**
   * Heads of the tasks of a slot of which labelled rows are kept, without that of {@code task}; by
   * task.
   */
  static Map<String, Head> of(LearnerState state, int slot, TaskManifest task) {
    Set<String> kept =
        state.reservoir().rows().stream()
            .filter(row -> row.label() != null)
            .map(ReservoirRow::task)
            .collect(Collectors.toSet());
    Map<String, Head> heads = new TreeMap<>();
    for (LearnedTask old : state.tasks()) {
      if (old.slot() == slot && kept.contains(old.id()) && !old.id().equals(task.id().value())) {
        heads.put(old.id(), old.head());
      }
    }
    return heads;
  }
}
