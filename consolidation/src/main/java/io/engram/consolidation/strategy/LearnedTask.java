package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.task.TaskManifest;
import java.util.Optional;

/**
 * One task that was learnt.
 *
 * @param manifest what was learnt from
 * @param head the task's classifier, centred
 * @param slot slot of the pool, or {@link ServingModel#IDENTITY_SLOT}
 * @param statistics the stored class statistics of its frozen features; empty when there are none
 * @param learntAs under which key and in which version; empty when it was never published
 */
public record LearnedTask(
    TaskManifest manifest,
    Head head,
    int slot,
    Optional<ObjectRef> statistics,
    Optional<LearntAs> learntAs) {

  /** A task as a strategy leaves it. */
  public LearnedTask(TaskManifest manifest, Head head, int slot, Optional<ObjectRef> statistics) {
    this(manifest, head, slot, statistics, Optional.empty());
  }

  public String id() {
    return manifest.id().value();
  }

  LearnedTask withSlot(int number) {
    return new LearnedTask(manifest, head, number, statistics, learntAs);
  }

  LearnedTask withHead(Head other) {
    return new LearnedTask(manifest, other, slot, statistics, learntAs);
  }

  public LearnedTask withStatistics(ObjectRef object) {
    return new LearnedTask(manifest, head, slot, Optional.of(object), learntAs);
  }

  /** The task as part of the version that brings it. */
  public LearnedTask learntAs(LearntAs learning) {
    return new LearnedTask(manifest, head, slot, statistics, Optional.of(learning));
  }
}
