package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.pool.AdapterPool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a learner knows between two tasks. Immutable; learning makes a new one.
 *
 * @param fromLayer first adapted layer of every slot
 * @param pool the adapters
 * @param tasks learnt tasks in the order they were first learnt
 * @param reservoir unlabelled inputs of past tasks, under its hard cap
 */
public record LearnerState(
    int fromLayer, AdapterPool pool, List<LearnedTask> tasks, Reservoir reservoir) {

  public LearnerState {
    tasks = List.copyOf(tasks);
  }

  public Optional<LearnedTask> task(String id) {
    return tasks.stream().filter(task -> task.id().equals(id)).findFirst();
  }

  /** Heads of the tasks in one slot, in the order the slot got them; without {@code except}. */
  public Map<String, Head> headsOfSlot(int slot, String except) {
    Map<String, Head> heads = new LinkedHashMap<>();
    for (String id : pool.slots().get(slot).tasks()) {
      if (!id.equals(except)) {
        heads.put(id, task(id).orElseThrow().head());
      }
    }
    return heads;
  }

  /** Number of tasks of each slot. */
  public int[] loads() {
    return pool.slots().stream().mapToInt(AdapterPool.Slot::load).toArray();
  }

  /** The state with one task learnt or learnt again, and a new pool. */
  public LearnerState with(AdapterPool newPool, LearnedTask learnt) {
    List<LearnedTask> next = new ArrayList<>(tasks);
    int known = -1;
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i).id().equals(learnt.id())) {
        known = i;
      }
    }
    if (known >= 0) {
      next.set(known, learnt);
    } else {
      next.add(learnt);
    }
    return new LearnerState(fromLayer, newPool, next, reservoir);
  }

  /**
   * The state with one task learnt, or learnt again, on the plain backbone: the slot that served it
   * before serves it no more, and is given up when it served nothing else.
   */
  public LearnerState withIdentity(LearnedTask learnt) {
    Shrunk shrunk = withoutSlotOf(learnt.id());
    return new LearnerState(fromLayer, pool, shrunk.tasks, reservoir).with(shrunk.pool, learnt);
  }

  /**
   * The state without a task: neither its head nor its rows in the reservoir. A slot that served it
   * alone is given up.
   */
  public LearnerState without(String id) {
    Shrunk shrunk = withoutSlotOf(id);
    return new LearnerState(
        fromLayer,
        shrunk.pool,
        shrunk.tasks.stream().filter(task -> !task.id().equals(id)).toList(),
        reservoir.without(id));
  }

  private record Shrunk(AdapterPool pool, List<LearnedTask> tasks) {}

  private Shrunk withoutSlotOf(String id) {
    AdapterPool smaller = pool.without(id);
    boolean givenUp = smaller.slots().size() < pool.slots().size();
    int gone = givenUp ? pool.slotOf(id).orElseThrow() : Integer.MAX_VALUE;
    List<LearnedTask> moved =
        tasks.stream()
            .map(task -> task.slot() > gone ? task.withSlot(task.slot() - 1) : task)
            .toList();
    return new Shrunk(smaller, moved);
  }

  /** The state with other heads for some of its tasks. */
  LearnerState withHeads(Map<String, Head> heads) {
    List<LearnedTask> changed =
        tasks.stream()
            .map(task -> task.withHead(heads.getOrDefault(task.id(), task.head())))
            .toList();
    return new LearnerState(fromLayer, pool, changed, reservoir);
  }

  /** The same knowledge with room for more or fewer adapters. */
  public LearnerState withCapacity(int capacity) {
    return new LearnerState(fromLayer, new AdapterPool(capacity, pool.slots()), tasks, reservoir);
  }

  public LearnerState withReservoir(Reservoir newReservoir) {
    return new LearnerState(fromLayer, pool, tasks, newReservoir);
  }

  /** What prediction needs of this state. */
  public ServingModel serving() {
    SortedMap<String, ServingModel.ServedTask> served = new TreeMap<>();
    for (LearnedTask task : tasks) {
      served.put(task.id(), new ServingModel.ServedTask(task.slot(), task.head()));
    }
    return new ServingModel(
        fromLayer, pool.slots().stream().map(AdapterPool.Slot::weights).toList(), served);
  }
}
