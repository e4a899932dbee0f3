package io.engram.jobs.watch;

import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.arrivals.Arrival;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a task goes from one state to the next by what is seen of its folder.
 *
 * @param quiet without a declaration a task is complete when nothing of it changed for so long, by
 *     the clock of who watches: those of writers and file systems may differ from it
 */
record TaskProgress(Duration quiet) {

  /**
   * @param before what was known; empty for a folder that is new
   * @param seen its folder; empty when it is gone
   * @return what is known now; equal to {@code before} when nothing happened
   */
  TaskState next(Optional<TaskState> before, Optional<Arrival> seen, Instant now) {
    if (seen.isEmpty()) {
      return gone(before.orElseThrow());
    }
    Arrival arrival = seen.get();
    TaskState state = before.orElseGet(() -> TaskState.arriving(arrival, now));
    if (!state.folder().contents().equals(arrival.contents())) {
      state = state.changed(arrival, now);
    }
    return switch (state.phase()) {
      case ARRIVING -> isComplete(state, arrival, now) ? state.in(Phase.WAITING) : state;
      case LEARNING -> state.interrupted();
      case WAITING, PUBLISHED, REFUSED -> state;
    };
  }

  private boolean isComplete(TaskState state, Arrival arrival, Instant now) {
    return arrival.declared() || !now.isBefore(state.folder().changed().plus(quiet));
  }

  private static TaskState gone(TaskState state) {
    return switch (state.phase()) {
      case ARRIVING, WAITING, LEARNING ->
          state.learnt().isPresent()
              ? state.kept("its folder is gone; the version that has it stays")
              : state.refused("its folder is gone before it was learnt; bring it again");
      case PUBLISHED -> state;
      case REFUSED -> state.away();
    };
  }
}
