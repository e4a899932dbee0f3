package io.engram.jobs.watch;

import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.task.TaskId;
import io.engram.jobs.ExitCode;
import io.engram.jobs.Failures;
import io.engram.jobs.Failures.Failure;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.LearnRequest;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.Learning;
import io.engram.jobs.watch.Preparations.Preparation;
import io.engram.jobs.watch.TaskLedger.Look;
import io.engram.jobs.watch.TaskLedger.Task;
import io.engram.jobs.watch.TaskState.Learnt;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.arrivals.Arrival;
import io.engram.jobs.watch.arrivals.ArrivalChange;
import io.engram.jobs.watch.arrivals.TaskArea;
import io.engram.transformers.spark.LogContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
 *       three tries with a pause between them, one that fails by another fault; it stays where it
 *       is.
 *   <li>What no task can be learnt with ends the watch, and all that wait still wait: settings that
 *       cannot be meant, a disk that is full, an encoder or a model that is not whole.
 *   <li>A task whose version is published, but of which nobody knows whether it became production,
 *       or whose move lost against another, waits: the next look, which publishes nothing, settles
 *       it.
 *   <li>Two watches of one lake cost each other time and nothing else: what the other has settled
 *       is left as it is, and what both learn is published once.
 * </ol>
 */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final WatchRequest request;
  private final Learning learning;
  private final Clock clock;
  private final TaskArea area;
  private final TaskTables tables;
  private final TaskLedger ledger;
  private final RefusedTasks refused;
  private boolean lookedBefore;

  /**
   * @param learning learns one task
   * @param clock by which quiet periods and pauses are measured
   * @param conf how the lake is reached
   */
  public Watch(WatchRequest request, Learning learning, Clock clock, Configuration conf) {
    request.check();
    this.request = request;
    this.learning = learning;
    this.clock = clock;
    Path lake = new Path(request.lake());
    this.area = new TaskArea(lake, conf);
    this.tables = new TaskTables(request.table(), learning, conf);
    try {
      this.ledger =
          new TaskLedger(new TaskStates(lake, conf), new TaskProgress(request.quiet()), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    this.refused = new RefusedTasks(area, ledger);
  }

  /** Log lines of this thread say from now on whose they are. */
  private LogContext lines() {
    return LogContext.ofThread().with(LogContext.RUN, request.run().value());
  }

  /** Takes notice of what came, changed or went; any thread may tell, also while others learn. */
  public void arrived(List<ArrivalChange> changes) {
    try (LogContext context = lines()) {
      ledger.take(changes);
    }
  }

  /**
   * Learns what is complete by now of all that arrived.
   *
   * @param settled told of every task that this look settled, as soon as it is; before them, in the
   *     first look, of those that an earlier try of the same scheduler's run had settled before it
   *     was killed
   * @return those that wait for another try whose time has not come: the look passes over them
   * @throws StatesUnreachableException which ends the look, not what is known
   */
  public List<TaskState> look(Progress progress, Consumer<TaskState> settled) {
    try (LogContext context = lines()) {
      Look look = ledger.begin();
      try {
        look.refused().forEach(refused::aside);
        settledBefore(look).forEach(settled);
        settle(look.waiting(), progress, settled);
        return look.postponed();
      } finally {
        ledger.end();
      }
    }
  }

  private List<TaskState> settledBefore(Look look) {
    if (lookedBefore || !request.run().ofScheduler()) {
      return List.of();
    }
    lookedBefore = true;
    return look.all().stream()
        .filter(state -> state.phase() != Phase.WAITING && isOfThisRun(state))
        .toList();
  }

  private boolean isOfThisRun(TaskState state) {
    return state.run().equals(Optional.of(request.run().value()));
  }

  private record Pending(Task task, Preparation<Optional<LearnRequest>> preparation) {}

  private void settle(List<Task> waiting, Progress progress, Consumer<TaskState> settled) {
    try (Preparations preparations = new Preparations(request.sideBySide())) {
      List<Pending> pending = new ArrayList<>();
      for (Task each : waiting) {
        pending.add(new Pending(each, preparations.begin(() -> prepare(each, progress))));
      }
      pending.forEach(each -> settled.accept(settle(each, progress)));
    }
  }

  /** Empty when another run has settled the task meanwhile. */
  private Optional<LearnRequest> prepare(Task task, Progress progress) {
    String id = task.state().task();
    try (LogContext context = lines().with(LogContext.TASK, id)) {
      if (settledByAnother(id).isPresent()) {
        return Optional.empty();
      }
      ledger.put(task.state().in(Phase.LEARNING).by(request.run()));
      requireTaskId(id);
      LearnRequest learn = request.learning(id, tables.of(task.arrival()));
      if (request.sideBySide() > 1) {
        tables.asDeclared(
            learn.input(),
            () -> {
              learning.prepare(learn, progress);
              return learn;
            });
      }
      return Optional.of(learn);
    }
  }

  private static void requireTaskId(String task) {
    try {
      new TaskId(task);
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.REFUSED, e.getMessage(), e);
    }
  }

  private Optional<TaskState> settledByAnother(String task) {
    return ledger
        .find(task)
        .filter(now -> now.phase() == Phase.PUBLISHED || now.phase() == Phase.REFUSED)
        .filter(now -> !isOfThisRun(now));
  }

  private TaskState settle(Pending pending, Progress progress) {
    Task task = pending.task();
    String id = task.state().task();
    try (LogContext context = LogContext.ofThread().with(LogContext.TASK, id)) {
      try {
        Optional<LearnRequest> ready = pending.preparation().await();
        return ready.isPresent()
            ? published(task.state(), learnt(ready.get(), progress))
            : theirs(id).orElse(task.state());
      } catch (StatesUnreachableException e) {
        throw e;
      } catch (Exception e) {
        // Also what Scala throws without saying so.
        return unsettled(task, e);
      }
    }
  }

  private LearnResult learnt(LearnRequest ready, Progress progress) {
    return tables.asDeclared(ready.input(), () -> learning.learn(ready, progress));
  }

  /** A task that another run has settled, which is said. */
  private Optional<TaskState> theirs(String task) {
    Optional<TaskState> theirs = settledByAnother(task);
    theirs.ifPresent(
        state ->
            LOG.info("Task {} was settled by run {} meanwhile", task, state.run().orElse("?")));
    return theirs;
  }

  private TaskState published(TaskState state, LearnResult result) {
    if (result.outcome() == LearnResult.Outcome.UNCHANGED) {
      LOG.info("Task {} is in the model already, learnt from the same rows", state.task());
    }
    Learnt learnt =
        new Learnt(
            result.version(), result.accuracy(), result.promotion().map(PromotionOutcome::kind));
    Optional<String> message = result.promotion().map(PromotionOutcome::message);
    TaskState next =
        learnt.gate().filter(Watch::isOpen).isPresent()
            ? state.unsettled(learnt, message)
            : state.published(learnt, message);
    return ledger.put(next.by(request.run()));
  }

  /** Whether learning the same rows again, which publishes nothing, finds out more. */
  private static boolean isOpen(PromotionOutcome.Kind gate) {
    return gate == PromotionOutcome.Kind.CONFLICT || gate == PromotionOutcome.Kind.UNKNOWN;
  }

  private TaskState unsettled(Task task, Exception thrown) {
    TaskState state = task.state();
    Failure failure = Failures.of(thrown);
    if (FailedLearning.endsTheWatch(failure)) {
      LOG.warn("Task {} ends the watch: {}", state.task(), failure.line());
      ledger.put(state.heldUp(failure.line()));
      throw thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }
    Optional<TaskState> theirs = theirs(state.task());
    if (theirs.isPresent()) {
      return theirs.get();
    }
    Optional<Arrival> now = now(task.arrival(), thrown);
    if (!now.map(Arrival::contents).equals(Optional.of(task.arrival().contents()))) {
      LOG.info("Task {} changed while it was learnt: {}", state.task(), failure.line());
      return ledger.seenAnew(state.by(request.run()), now);
    }
    if (!failure.expected()) {
      LOG.error("Task {} failed", state.task(), thrown);
    }
    TaskState known =
        ledger.put(FailedLearning.next(state, failure, clock.instant()).by(request.run()));
    return RefusedTasks.isToBeMoved(known) ? refused.aside(new Task(known, task.arrival())) : known;
  }

  /** The folder as it is now: whoever took it away, or wrote into it, made the learning fail. */
  private Optional<Arrival> now(Arrival arrival, Exception thrown) {
    try {
      return area.find(arrival.task());
    } catch (IOException e) {
      thrown.addSuppressed(e);
      return Optional.of(arrival);
    }
  }
}
