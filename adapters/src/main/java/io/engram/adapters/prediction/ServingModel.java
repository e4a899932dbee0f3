package io.engram.adapters.prediction;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is needed to predict every task learnt: at most K adapters and one head a task.
 *
 * @param fromLayer first adapted layer; the layers below serve all slots at once
 * @param slots adapters of the pool, all with this {@code fromLayer}
 * @param tasks head and slot of each task, by task id
 */
public record ServingModel(
    int fromLayer, List<AdapterWeights> slots, SortedMap<String, ServedTask> tasks) {

  /** Slot number of a task that uses the plain backbone, without an adapter. */
  public static final int IDENTITY_SLOT = -1;

  /**
   * @param slot index into the slots, or {@link #IDENTITY_SLOT}
   * @param head the task's classifier
   */
  public record ServedTask(int slot, Head head) {}

  public ServingModel {
    slots = List.copyOf(slots);
    tasks = Collections.unmodifiableSortedMap(new TreeMap<>(tasks));
    for (AdapterWeights weights : slots) {
      if (weights.config().fromLayer() != fromLayer) {
        throw new IllegalArgumentException(
            "slot starts at layer " + weights.config().fromLayer() + ", the model at " + fromLayer);
      }
    }
    for (var task : tasks.entrySet()) {
      int slot = task.getValue().slot();
      if (slot < IDENTITY_SLOT || slot >= slots.size()) {
        throw new IllegalArgumentException(
            "task " + task.getKey() + " names slot " + slot + " of " + slots.size());
      }
    }
  }

  /** Trained values that serve all tasks: adapters and heads. */
  public long parameters() {
    long adapters = slots.stream().mapToLong(AdapterWeights::parameters).sum();
    long heads =
        tasks.values().stream()
            .mapToLong(
                task -> task.head().weight().values().length + task.head().bias().values().length)
            .sum();
    return adapters + heads;
  }
}
