package io.engram.jobs.watch;

import io.engram.consolidation.task.TaskId;
import io.engram.jobs.ExitCode;
import io.engram.jobs.Failures;
import io.engram.jobs.Failures.Failure;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnRequest;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.Learning;
import io.engram.jobs.watch.Preparations.Preparation;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.arrivals.Arrival;
import io.engram.jobs.watch.arrivals.ArrivalChange;
import io.engram.jobs.watch.arrivals.TaskArea;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns the tasks that arrive in a lake, one after another in the order they were first seen. What
 * of the waiting ones does not depend on each other is trained side by side. A stream tells what
 * arrives ({@link #arrived}), a timer when to look what is complete ({@link #look}); the ledger of
 * both is the table of states.
 *
 * <ol>
 *   <li>What it knows of a task is in the lake before it acts on it; killed between any two steps
 *       and started again it goes on, and no task is published twice for the same rows: the store
 *       knows what it has learnt from what.
 *   <li>A task whose table is refused is moved aside, says why, and blocks nobody. So does, after
 *       three tries, one that fails by another fault; it stays where it is.
 *   <li>What no task can be learnt with ends the watch, and all that wait still wait: settings that
 *       cannot be meant, a disk that is full, an encoder or a model that is not whole.
 * </ol>
 */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final WatchRequest request;
  private final Learning learning;
  private final Clock clock;
  private final Configuration conf;
  private final TaskArea area;
  private final TaskStates states;
  private final TaskProgress steps;

  /**
   * Held while states go from one to the next; of tasks that are busy, only their learning does.
   */
  private final Object ledger = new Object();

  private final Map<String, Arrival> seen = new TreeMap<>();
  private final Set<String> busy = new TreeSet<>();

  /**
   * @param learning learns one task
   * @param clock by which quiet periods are measured
   * @param conf how the lake is reached
   */
  public Watch(WatchRequest request, Learning learning, Clock clock, Configuration conf) {
    request.check();
    this.request = request;
    this.learning = learning;
    this.clock = clock;
    this.conf = conf;
    this.steps = new TaskProgress(request.quiet());
    Path lake = new Path(request.lake());
    this.area = new TaskArea(lake, conf);
    try {
      this.states = new TaskStates(lake, conf);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Takes notice of what came, changed or went; any thread may tell, also while others learn. */
  public void arrived(List<ArrivalChange> changes) {
    synchronized (ledger) {
      try {
        for (ArrivalChange change : changes) {
          change
              .now()
              .ifPresentOrElse(
                  now -> seen.put(change.task(), now), () -> seen.remove(change.task()));
          // What is learnt at this moment is looked at when that is over.
          if (!busy.contains(change.task())) {
            advance(change.task(), states.find(change.task()));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
  }

  /**
   * Learns what is complete by now of all that arrived.
   *
   * @return what became of the tasks that this look settled, in the order they were settled; before
   *     them those that an earlier look of the same scheduler's run had settled before it was
   *     killed
   */
  public List<TaskState> look(Progress progress) {
    Begun begun = begin();
    try {
      List<TaskState> settled = new ArrayList<>(begun.settledBefore());
      settled.addAll(settle(begun.waiting(), progress));
      return settled;
    } finally {
      synchronized (ledger) {
        busy.clear();
      }
    }
  }

  private record Waiting(TaskState state, Arrival arrival) {}

  /** What a look finds: what is complete, in order of arrival, and what its run had settled. */
  private record Begun(List<Waiting> waiting, List<TaskState> settledBefore) {}

  /** What waits is busy from now on. */
  private Begun begin() {
    synchronized (ledger) {
      List<TaskState> now = update();
      // Killed between the two steps of a refusal.
      now.stream()
          .filter(Watch::isToBeMoved)
          .filter(state -> seen.containsKey(state.task()))
          .forEach(state -> aside(state, seen.get(state.task())));
      List<Waiting> waiting =
          now.stream()
              .filter(state -> state.phase() == Phase.WAITING)
              .sorted(Comparator.comparing(TaskState::firstSeen).thenComparing(TaskState::task))
              .map(state -> new Waiting(state, seen.get(state.task())))
              .toList();
      waiting.forEach(each -> busy.add(each.state().task()));
      return new Begun(waiting, now.stream().filter(this::isOfThisRun).toList());
    }
  }

  private boolean isOfThisRun(TaskState state) {
    return request.schedulerRun().isPresent()
        && state.phase() != Phase.WAITING
        && state.run().equals(request.schedulerRun());
  }

  private record Pending(Waiting task, Preparation preparation) {}

  private List<TaskState> settle(List<Waiting> waiting, Progress progress) {
    try (Preparations preparations = new Preparations(request.sideBySide())) {
      List<Pending> pending = new ArrayList<>();
      for (Waiting each : waiting) {
        pending.add(new Pending(each, preparations.begin(() -> prepare(each, progress))));
      }
      return pending.stream().map(each -> settle(each, progress)).toList();
    }
  }

  private LearnRequest prepare(Waiting task, Progress progress) {
    put(task.state().in(Phase.LEARNING));
    String id = task.arrival().task();
    requireTaskId(id);
    LearnRequest learn = request.learning(id, table(task.arrival()));
    if (request.sideBySide() > 1) {
      learning.prepare(learn, progress);
    }
    return learn;
  }

  private List<TaskState> update() {
    try {
      Map<String, TaskState> known = states.all();
      Set<String> tasks = new TreeSet<>(known.keySet());
      tasks.addAll(seen.keySet());
      List<TaskState> now = new ArrayList<>();
      for (String task : tasks) {
        advance(task, Optional.ofNullable(known.get(task))).ifPresent(now::add);
      }
      return now;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
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

  private TaskState settle(Pending pending, Progress progress) {
    Waiting task = pending.task();
    try {
      LearnRequest ready = pending.preparation().await();
      return put(
          published(task.state(), learning.learn(ready, progress)).by(request.schedulerRun()));
    } catch (Exception e) {
      // Also what Scala throws without saying so.
      return unsettled(task.state(), task.arrival(), e);
    }
  }

  private static void requireTaskId(String task) {
    try {
      new TaskId(task);
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.REFUSED, e.getMessage(), e);
    }
  }

  private InputSpec table(Arrival arrival) {
    try {
      TaskDeclaration declared = TaskDeclaration.of(arrival.folder(), arrival.task(), conf);
      InputSpec table = declared.table(arrival.folder(), request.table());
      if (declared.rows().isPresent()) {
        long there = learning.count(table);
        if (there != declared.rows().getAsLong()) {
          throw JobException.refused(
              "task %s: its manifest %s says %d rows, its %d files hold %d"
                  .formatted(
                      arrival.task(),
                      TaskArea.MANIFEST,
                      declared.rows().getAsLong(),
                      arrival.files(),
                      there));
        }
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static TaskState published(TaskState state, LearnResult result) {
    return state.published(result.version(), result.accuracy(), result.promotion());
  }

  private TaskState unsettled(TaskState state, Arrival arrival, Exception thrown) {
    Failure failure = Failures.of(thrown);
    if (FailedLearning.endsTheWatch(failure)) {
      put(state);
      throw thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }
    TaskState next = FailedLearning.next(state, failure);
    if (!failure.expected()) {
      LOG.error("Task {} failed", state.task(), thrown);
    }
    TaskState known = put(next.phase() == Phase.REFUSED ? next.by(request.schedulerRun()) : next);
    return isToBeMoved(known) ? aside(known, arrival) : known;
  }

  /** Refused for its table: one that failed by another fault stays where it is. */
  private static boolean isToBeMoved(TaskState state) {
    return state.phase() == Phase.REFUSED && state.failures() < FailedLearning.MAX_FAILURES;
  }

  private TaskState aside(TaskState refused, Arrival arrival) {
    try {
      Path now = area.moveAside(arrival);
      synchronized (ledger) {
        seen.remove(arrival.task(), arrival);
      }
      LOG.warn("Task {} is refused and moved to {}: {}", refused.task(), now, reason(refused));
      // Whatever is brought in its place is looked at anew, be it the same files.
      return put(refused.away());
    } catch (IOException e) {
      LOG.warn(
          "Task {} is refused and stays in {}: {}",
          refused.task(),
          arrival.folder(),
          reason(refused),
          e);
      return refused;
    }
  }

  private static String reason(TaskState state) {
    return state.reason().orElse("");
  }

  private TaskState put(TaskState state) {
    try {
      states.put(state);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the state of task " + state.task() + " cannot be written: " + e.getMessage(), e);
    }
    LOG.info(
        "Task {} is {}{}",
        state.task(),
        state.phase().name().toLowerCase(Locale.ROOT),
        state.reason().map(reason -> ": " + reason).orElse(""));
    return state;
  }
}
