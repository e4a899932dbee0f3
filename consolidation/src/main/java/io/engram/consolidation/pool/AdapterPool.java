package io.engram.consolidation.pool;

import io.engram.adapters.AdapterWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * At most {@code capacity} adapters, and which tasks each one serves. Immutable.
 *
 * @param capacity K, at least 1
 * @param slots filled slots, at most {@code capacity}
 */
public record AdapterPool(int capacity, List<Slot> slots) {

  /**
   * @param weights the shared adapter
   * @param tasks ids of the tasks it serves, in the order they came; empty only where fusions of
   *     other tasks attend to it
   */
  public record Slot(AdapterWeights weights, List<String> tasks) {
    public Slot {
      tasks = List.copyOf(tasks);
    }

    /** Number of tasks served. */
    public int load() {
      return tasks.size();
    }
  }

  public AdapterPool {
    slots = List.copyOf(slots);
    if (capacity < 1 || slots.size() > capacity) {
      throw new IllegalArgumentException(
          "pool of capacity " + capacity + " cannot hold " + slots.size() + " slots");
    }
  }

  public static AdapterPool empty(int capacity) {
    return new AdapterPool(capacity, List.of());
  }

  public boolean isFull() {
    return slots.size() == capacity;
  }

  /** The pool with one more slot, which serves one task. */
  public AdapterPool append(AdapterWeights weights, String task) {
    return plus(new Slot(weights, List.of(task)));
  }

  /** The pool with a copy of a slot's adapter that serves no task: fusions may attend to it. */
  public AdapterPool appendCopy(int slot) {
    return plus(new Slot(slots.get(slot).weights(), List.of()));
  }

  private AdapterPool plus(Slot slot) {
    if (isFull()) {
      throw new IllegalStateException("the pool is full (" + capacity + " slots)");
    }
    List<Slot> next = new ArrayList<>(slots);
    next.add(slot);
    return new AdapterPool(capacity, next);
  }

  /**
   * The pool with the adapter of one slot replaced by a consolidated one that serves {@code task}
   * as well.
   */
  public AdapterPool consolidate(int slot, AdapterWeights weights, String task) {
    List<String> tasks = new ArrayList<>(slots.get(slot).tasks());
    if (!tasks.contains(task)) {
      tasks.add(task);
    }
    List<Slot> next = new ArrayList<>(slots);
    next.set(slot, new Slot(weights, tasks));
    return new AdapterPool(capacity, next);
  }

  /** The slot that serves a task, if one does. */
  public OptionalInt slotOf(String task) {
    return IntStream.range(0, slots.size())
        .filter(slot -> slots.get(slot).tasks().contains(task))
        .findFirst();
  }

  /** The pool without a task. A slot that served it alone serves none then. */
  public AdapterPool without(String task) {
    return new AdapterPool(
        capacity,
        slots.stream()
            .map(
                slot ->
                    new Slot(
                        slot.weights(),
                        slot.tasks().stream().filter(id -> !id.equals(task)).toList()))
            .toList());
  }
}
