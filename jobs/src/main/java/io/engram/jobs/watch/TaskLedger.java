package io.engram.jobs.watch;

import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.arrivals.Arrival;
import io.engram.jobs.watch.arrivals.ArrivalChange;
import io.engram.transformers.spark.LogContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What is known of the tasks of a lake: their folders as they were last seen, and their states,
 * which the lake keeps. Any thread may tell what it sees, also while others learn.
 */
final class TaskLedger {
  private static final Logger LOG = LoggerFactory.getLogger(TaskLedger.class);

  private static final Comparator<TaskState> ARRIVAL =
      Comparator.<TaskState, Instant>comparing(state -> state.folder().firstSeen())
          .thenComparing(TaskState::task);

  private final TaskStates states;
  private final TaskProgress steps;
  private final Clock clock;
  private final Map<String, Arrival> seen = new TreeMap<>();

  /** What a look has taken up: only the look writes of it, and sees what came when it is over. */
  private final Set<String> busy = new TreeSet<>();

  /**
   * @param clock by which quiet periods are measured
   */
  TaskLedger(TaskStates states, TaskProgress steps, Clock clock) {
    this.states = states;
    this.steps = steps;
    this.clock = clock;
  }

  /** A task and its folder. */
  record Task(TaskState state, Arrival arrival) {}

  /**
   * What a look takes up.
   *
   * @param waiting complete, in the order in which they were first seen
   * @param postponed complete, and to be tried again later
   * @param refused not yet moved aside: somebody was killed in between
   * @param all every task that is known
   */
  record Look(
      List<Task> waiting, List<TaskState> postponed, List<Task> refused, List<TaskState> all) {}

  /** Takes notice of what came, changed or went. */
  synchronized void take(List<ArrivalChange> changes) {
    for (ArrivalChange change : changes) {
      change
          .now()
          .ifPresentOrElse(now -> seen.put(change.task(), now), () -> seen.remove(change.task()));
    }
    try {
      for (ArrivalChange change : changes) {
        if (!busy.contains(change.task())) {
          advance(change.task(), find(change.task()));
        }
      }
    } catch (StatesUnreachableException e) {
      LOG.warn("What arrived is written down by the next look: {}", e.getMessage());
    }
  }

  /** Brings every state up to what was seen; what the look takes up is busy until its end. */
  synchronized Look begin() {
    List<TaskState> all = update();
    Instant now = clock.instant();
    Map<Boolean, List<TaskState>> complete =
        all.stream()
            .filter(state -> state.phase() == Phase.WAITING)
            .sorted(ARRIVAL)
            .collect(Collectors.partitioningBy(state -> state.isDue(now)));
    List<Task> waiting = tasks(complete.get(true));
    List<Task> refused = tasks(all.stream().filter(RefusedTasks::isToBeMoved).toList());
    waiting.forEach(task -> busy.add(task.state().task()));
    refused.forEach(task -> busy.add(task.state().task()));
    return new Look(waiting, complete.get(false), refused, all);
  }

  private List<Task> tasks(List<TaskState> some) {
    return some.stream()
        .filter(state -> seen.containsKey(state.task()))
        .map(state -> new Task(state, seen.get(state.task())))
        .toList();
  }

  synchronized void end() {
    busy.clear();
  }

  private List<TaskState> update() {
    Map<String, TaskState> known = all();
    Set<String> tasks = new TreeSet<>(known.keySet());
    tasks.addAll(seen.keySet());
    List<TaskState> now = new ArrayList<>();
    for (String task : tasks) {
      advance(task, Optional.ofNullable(known.get(task))).ifPresent(now::add);
    }
    return now;
  }

  private Map<String, TaskState> all() {
    try {
      return states.all();
    } catch (IOException e) {
      throw new StatesUnreachableException("the states of tasks cannot be read", e);
    }
  }

  /** What is known of a task now; empty when it came and went unnoticed. */
  private Optional<TaskState> advance(String task, Optional<TaskState> before) {
    Optional<Arrival> arrival = Optional.ofNullable(seen.get(task));
    if (before.isEmpty() && arrival.isEmpty()) {
      return before;
    }
    TaskState next = steps.next(before, arrival, clock.instant());
    return Optional.of(before.equals(Optional.of(next)) ? next : put(next));
  }

  /** Keeps what a look sees of a folder that is not as it was when the look began. */
  TaskState seenAnew(TaskState state, Optional<Arrival> now) {
    synchronized (this) {
      now.ifPresentOrElse(there -> seen.put(state.task(), there), () -> seen.remove(state.task()));
    }
    return put(steps.next(Optional.of(state), now, clock.instant()));
  }

  /** Keeps that a folder was moved away; what came in its place meanwhile stays seen. */
  TaskState movedAway(Task task) {
    synchronized (this) {
      seen.remove(task.state().task(), task.arrival());
    }
    TaskState away = task.state().away();
    keep(away);
    return away;
  }

  Optional<TaskState> find(String task) {
    try {
      return states.find(task);
    } catch (IOException e) {
      throw new StatesUnreachableException("the state of task " + task + " cannot be read", e);
    }
  }

  /** Keeps a state in the lake before anybody acts on it, and says it. */
  TaskState put(TaskState state) {
    keep(state);
    try (LogContext context = LogContext.ofThread().with(LogContext.TASK, state.task())) {
      state
          .learnt()
          .ifPresent(learnt -> context.with(LogContext.VERSION, Long.toString(learnt.version())));
      LOG.atLevel(state.phase() == Phase.REFUSED ? Level.WARN : Level.INFO)
          .log(
              "Task {} is {}{}",
              state.task(),
              state.phase().name().toLowerCase(Locale.ROOT),
              state.reason().map(reason -> ": " + reason).orElse(""));
    }
    return state;
  }

  private void keep(TaskState state) {
    try {
      states.put(state);
    } catch (IOException e) {
      throw new StatesUnreachableException(
          "the state of task " + state.task() + " cannot be written", e);
    }
  }
}
