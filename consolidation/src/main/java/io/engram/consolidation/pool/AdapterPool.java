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
   * @param tasks ids of the tasks it serves, in the order they came; never empty
   */
  public record Slot(AdapterWeights weights, List<String> tasks) {
    public Slot {
      tasks = List.copyOf(tasks);
      if (tasks.isEmpty()) {
        throw new IllegalArgumentException("a slot serves at least one task");
      }
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
    if (isFull()) {
      throw new IllegalStateException("the pool is full (" + capacity + " slots)");
    }
    List<Slot> next = new ArrayList<>(slots);
    next.add(new Slot(weights, List.of(task)));
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

  /**
   * The pool without a task. A slot that served it alone is given up, and the slots after it move
   * down by one.
   */
  public AdapterPool without(String task) {
    List<Slot> next = new ArrayList<>();
    for (Slot slot : slots) {
      List<String> others = slot.tasks().stream().filter(id -> !id.equals(task)).toList();
      if (!others.isEmpty()) {
        next.add(new Slot(slot.weights(), others));
      }
    }
    return new AdapterPool(capacity, next);
  }
}
