package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.WeightImportance;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.consolidation.closedform.Contender;
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
 * @param reservoir inputs of past tasks, under its hard cap
 * @param importance of the weights of the first slot for the tasks it serves; empty where a
 *     strategy does not ask for it
 */
public record LearnerState(
    int fromLayer,
    AdapterPool pool,
    List<LearnedTask> tasks,
    Reservoir reservoir,
    Optional<WeightImportance> importance) {

  public LearnerState {
    tasks = List.copyOf(tasks);
  }

  public LearnerState(
      int fromLayer, AdapterPool pool, List<LearnedTask> tasks, Reservoir reservoir) {
    this(fromLayer, pool, tasks, reservoir, Optional.empty());
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

  /**
   * The state with one task learnt or learnt again, and a new pool. Other weights in the first slot
   * are held by nothing, until {@link #withImportance} says otherwise.
   */
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
    return tidied(newPool, next);
  }

  // Gives up the slots that nobody needs, and numbers the others anew.
  private LearnerState tidied(AdapterPool wide, List<LearnedTask> next) {
    List<AdapterPool.Slot> kept = new ArrayList<>();
    int[] numbers = new int[wide.slots().size()];
    for (int slot = 0; slot < numbers.length; slot++) {
      int number = slot;
      numbers[slot] = kept.size();
      if (wide.slots().get(slot).load() > 0
          || next.stream().anyMatch(task -> task.attendsTo(number))) {
        kept.add(wide.slots().get(slot));
      }
    }
    List<LearnedTask> moved =
        kept.size() == numbers.length
            ? next
            : next.stream().map(task -> task.renumbered(slot -> numbers[slot])).toList();
    // What holds weights is of those of the first slot, and goes with them.
    boolean held =
        importance.isPresent()
            && !kept.isEmpty()
            && kept.get(0) == wide.slots().get(0)
            && kept.get(0).weights().equals(pool.slots().get(0).weights());
    return new LearnerState(
        fromLayer,
        new AdapterPool(wide.capacity(), kept),
        moved,
        reservoir,
        held ? importance : Optional.empty());
  }

  /** Tasks whose fusions attend to a slot, without {@code except}. */
  public List<String> fusedBy(int slot, String except) {
    return tasks.stream()
        .filter(task -> task.attendsTo(slot) && !task.id().equals(except))
        .map(LearnedTask::id)
        .toList();
  }

  /** Whether some task attends to several adapters, which then have to stay as they are. */
  public boolean fuses() {
    return tasks.stream().anyMatch(task -> task.fusion().isPresent());
  }

  /**
   * The state in which other tasks' fusions attend to a copy of a slot's adapter, so that the slot
   * itself may change.
   */
  LearnerState withCopyForFusions(int slot, String task) {
    int copy = pool.slots().size();
    List<LearnedTask> next =
        tasks.stream()
            .map(
                other ->
                    other.id().equals(task)
                        ? other
                        : other.attendingTo(number -> number == slot ? copy : number))
            .toList();
    return new LearnerState(fromLayer, pool.appendCopy(slot), next, reservoir, importance);
  }

  /**
   * The state with one task learnt, or learnt again, on the plain backbone: the slot that served it
   * before serves it no more, and is given up when it served nothing else.
   */
  public LearnerState withIdentity(LearnedTask learnt) {
    return with(pool.without(learnt.id()), learnt);
  }

  /**
   * The state without a task: neither its head nor its rows in the reservoir. A slot that served it
   * alone is given up, unless another task's fusion attends to it; with the first slot goes what
   * its weights were held by.
   */
  public LearnerState without(String id) {
    LearnerState left =
        tidied(pool.without(id), tasks.stream().filter(task -> !task.id().equals(id)).toList());
    return left.withReservoir(reservoir.without(id));
  }

  /** The same knowledge with room for more or fewer adapters. */
  public LearnerState withCapacity(int capacity) {
    return new LearnerState(
        fromLayer, new AdapterPool(capacity, pool.slots()), tasks, reservoir, importance);
  }

  public LearnerState withReservoir(Reservoir newReservoir) {
    return new LearnerState(fromLayer, pool, tasks, newReservoir, importance);
  }

  /** The same knowledge with what later tasks are held by. */
  public LearnerState withImportance(Optional<WeightImportance> newImportance) {
    return new LearnerState(fromLayer, pool, tasks, reservoir, newImportance);
  }

  /** The state with other heads for tasks that are there. */
  public LearnerState withHeads(Map<String, Head> heads) {
    List<LearnedTask> next =
        tasks.stream()
            .map(task -> heads.containsKey(task.id()) ? task.withHead(heads.get(task.id())) : task)
            .toList();
    return new LearnerState(fromLayer, pool, next, reservoir, importance);
  }

  /** The state in which every task answers by its first head alone. */
  public LearnerState withFirstHeads() {
    List<LearnedTask> next = tasks.stream().map(LearnedTask::withFirstHead).toList();
    return new LearnerState(fromLayer, pool, next, reservoir, importance);
  }

  /** Whether a task of this state has the answers that it had in another one. */
  public boolean answersAsIn(LearnerState other, String id) {
    LearnedTask task = task(id).orElseThrow();
    Optional<LearnedTask> there = other.task(id);
    return there.isPresent()
        && there.get().slot() == task.slot()
        && there.get().head().equals(task.head())
        && there
            .get()
            .fusion()
            .map(TaskFusion::weights)
            .equals(task.fusion().map(TaskFusion::weights))
        && task.weighsHeadsAs(there.get())
        && adapters(task).equals(other.adapters(there.get()));
  }

  /** The adapters that serve a task. */
  private List<AdapterWeights> adapters(LearnedTask task) {
    List<Integer> slots =
        task.fusion()
            .map(TaskFusion::slots)
            .orElse(task.slot() == ServingModel.IDENTITY_SLOT ? List.of() : List.of(task.slot()));
    return slots.stream().map(slot -> pool.slots().get(slot).weights()).toList();
  }

  /** How a task is answered, as it can be compared with other ways; before any temperature. */
  Contender contender(LearnedTask task) {
    return new Contender(
        adapters(task), task.fusion().map(TaskFusion::weights), task.head(), task.second());
  }

  /** What prediction needs of this state. */
  public ServingModel serving() {
    SortedMap<String, ServingModel.ServedTask> served = new TreeMap<>();
    for (LearnedTask task : tasks) {
      served.put(task.id(), task.served());
    }
    return new ServingModel(
        fromLayer, pool.slots().stream().map(AdapterPool.Slot::weights).toList(), served);
  }
}
