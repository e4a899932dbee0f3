package io.engram.jobs.watch;

import io.engram.jobs.watch.TaskLedger.Task;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.arrivals.TaskArea;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves refused tasks out of the way of the others. */
final class RefusedTasks {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedTasks.class);

  private final TaskArea area;
  private final TaskLedger ledger;

  RefusedTasks(TaskArea area, TaskLedger ledger) {
    this.area = area;
    this.ledger = ledger;
  }

  /** Refused for its table: one that failed by another fault stays where it is. */
  static boolean isToBeMoved(TaskState state) {
    return state.phase() == Phase.REFUSED && state.failures() < FailedLearning.MAX_FAILURES;
  }

  /**
   * Moves a task's folder; where it cannot be moved it stays, and the next look tries again.
   *
   * @return what is known of it then
   */
  TaskState aside(Task task) {
    try {
      Optional<Path> now = area.moveAside(task.arrival());
      now.ifPresent(path -> LOG.info("Task {} is moved to {}", task.state().task(), path));
      // Whatever is brought in its place is looked at anew, be it the same files.
      return ledger.movedAway(task);
    } catch (IOException e) {
      LOG.warn(
          "Task {} cannot be moved and stays in {}",
          task.state().task(),
          task.arrival().folder(),
          e);
      return task.state();
    }
  }
}
