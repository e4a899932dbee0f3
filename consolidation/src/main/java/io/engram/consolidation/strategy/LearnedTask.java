package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.task.TaskManifest;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * One task that was learnt.
 *
 * @param manifest what was learnt from
 * @param head the task's classifier, centred
 * @param slot slot of the pool, or {@link ServingModel#IDENTITY_SLOT}; of a fused task its own
 *     adapter's
 * @param statistics the stored class statistics of its frozen features; empty when there are none
 * @param learntAs under which key and in which version; empty when it was never published
 * @param fusion of the slots that serve the task together; empty where one alone does
 * @param temperature what the logits of {@code head} are divided by when rows are scored; training,
 *     distillation and transferability scores take them as they are
 * @param second another head on the plain backbone, whose logits are added when rows are scored;
 *     empty where the first answers alone
 */
public record LearnedTask(
    TaskManifest manifest,
    Head head,
    int slot,
    Optional<ObjectRef> statistics,
    Optional<LearntAs> learntAs,
    Optional<TaskFusion> fusion,
    double temperature,
    Optional<Head> second) {

  public LearnedTask {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature of task " + manifest.id() + " must be above 0, is " + temperature);
    }
  }

  /** A task as a strategy leaves it. */
  public LearnedTask(TaskManifest manifest, Head head, int slot, Optional<ObjectRef> statistics) {
    this(manifest, head, slot, statistics, Optional.empty(), Optional.empty(), 1, Optional.empty());
  }

  public String id() {
    return manifest.id().value();
  }

  /** Whether its fusion attends to a slot. */
  boolean attendsTo(int number) {
    return fusion.isPresent() && fusion.get().slots().contains(number);
  }

  /** The task after the slots got other numbers. */
  LearnedTask renumbered(IntUnaryOperator numbers) {
    return withFusion(fusion.map(fused -> renumbered(fused, numbers)))
        .withSlot(slot == ServingModel.IDENTITY_SLOT ? slot : numbers.applyAsInt(slot));
  }

  /** The task after the slots its fusion attends to got other numbers. */
  LearnedTask attendingTo(IntUnaryOperator numbers) {
    return withFusion(fusion.map(fused -> renumbered(fused, numbers)));
  }

  private static TaskFusion renumbered(TaskFusion fusion, IntUnaryOperator numbers) {
    return new TaskFusion(
        fusion.slots().stream().map(numbers::applyAsInt).toList(), fusion.weights());
  }

  LearnedTask withSlot(int number) {
    return new LearnedTask(
        manifest, head, number, statistics, learntAs, fusion, temperature, second);
  }

  LearnedTask withHead(Head other) {
    return new LearnedTask(
        manifest, other, slot, statistics, learntAs, fusion, temperature, second);
  }

  private LearnedTask withFusion(Optional<TaskFusion> other) {
    return new LearnedTask(manifest, head, slot, statistics, learntAs, other, temperature, second);
  }

  /** The task served by several slots together. */
  LearnedTask fused(TaskFusion other, Head itsHead) {
    return withHead(itsHead).withFusion(Optional.of(other));
  }

  public LearnedTask withStatistics(ObjectRef object) {
    return new LearnedTask(
        manifest, head, slot, Optional.of(object), learntAs, fusion, temperature, second);
  }

  /** The task as part of the version that brings it. */
  public LearnedTask learntAs(LearntAs learning) {
    return new LearnedTask(
        manifest, head, slot, statistics, Optional.of(learning), fusion, temperature, second);
  }

  LearnedTask withTemperature(double other) {
    return servedBy(other, second);
  }

  /** The task with a second head and the temperature of the first beside it. */
  LearnedTask withSecond(Head added, double temperatureOfFirst) {
    return servedBy(temperatureOfFirst, Optional.of(added));
  }

  /** Whether its classes are those that another one would give with the same first head. */
  boolean weighsHeadsAs(LearnedTask other) {
    return second.equals(other.second) && (second.isEmpty() || temperature == other.temperature);
  }

  LearnedTask withFirstHead() {
    return servedBy(temperature, Optional.empty());
  }

  private LearnedTask servedBy(double temperatureOfFirst, Optional<Head> other) {
    return new LearnedTask(
        manifest, head, slot, statistics, learntAs, fusion, temperatureOfFirst, other);
  }

  /** What prediction needs of it: its head with the temperature in its weights. */
  public ServedTask served() {
    return new ServedTask(slot, head.scaled(1 / temperature), fusion, second);
  }
}
