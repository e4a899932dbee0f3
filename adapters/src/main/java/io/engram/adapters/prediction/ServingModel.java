package io.engram.adapters.prediction;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is needed to predict every task learnt: at most K adapters and one head a task, and for a
 * task that attends to several adapters its fusion; a task may have a second head on frozen
 * features.
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
   * @param slot index into the slots, or {@link #IDENTITY_SLOT}; of a fused task its own adapter's
   * @param head the task's classifier
   * @param fusion of the slots that serve the task together; empty where one alone does
   * @param second another head, on the plain backbone, whose logits are added to those of the
   *     first; empty where the first answers alone
   */
  public record ServedTask(
      int slot, Head head, Optional<TaskFusion> fusion, Optional<Head> second) {

    public ServedTask {
      second.ifPresent(
          other -> {
            if (!other.labels().equals(head.labels())) {
              throw new IllegalArgumentException(
                  "two heads of one task are of classes "
                      + head.labels().classes()
                      + " and "
                      + other.labels().classes());
            }
          });
    }

    /** A task that one slot serves. */
    public ServedTask(int slot, Head head) {
      this(slot, head, Optional.empty(), Optional.empty());
    }

    /** Trained values that serve this task alone. */
    long parameters() {
      return head.parameters()
          + second.map(Head::parameters).orElse(0L)
          + fusion.map(fused -> fused.weights().parameters()).orElse(0L);
    }
  }

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
      checkSlot(task.getKey(), task.getValue().slot(), IDENTITY_SLOT, slots.size());
      for (int fused : task.getValue().fusion().map(TaskFusion::slots).orElse(List.of())) {
        checkSlot(task.getKey(), fused, 0, slots.size());
      }
    }
  }

  private static void checkSlot(String task, int slot, int least, int slots) {
    if (slot < least || slot >= slots) {
      throw new IllegalArgumentException("task " + task + " names slot " + slot + " of " + slots);
    }
  }

  /** Trained values that serve all tasks: adapters, heads and fusions. */
  public long parameters() {
    long adapters = slots.stream().mapToLong(AdapterWeights::parameters).sum();
    return adapters + tasks.values().stream().mapToLong(ServedTask::parameters).sum();
  }
}
