package io.engram.jobs.watch;

import io.engram.jobs.ExitCode;
import io.engram.jobs.Failures.Failure;
import io.engram.jobs.Failures.Matter;
import java.time.Duration;
import java.time.Instant;

/** What becomes of a task whose learning failed. */
final class FailedLearning {
  /** After so many faults in a row a task is refused. */
  static final int MAX_FAILURES = 3;

  private static final Duration AFTER_THE_FIRST = Duration.ofMinutes(1);
  private static final Duration AFTER_THE_SECOND = Duration.ofMinutes(10);

  private FailedLearning() {}

  /** Whether every other task would fail as well: by settings, or by the place. */
  static boolean endsTheWatch(Failure failure) {
    return failure.code() == ExitCode.USAGE || failure.matter() == Matter.PLACE;
  }

  /** How long to wait after so many faults in a row. */
  static Duration pause(int failures) {
    return failures == 1 ? AFTER_THE_FIRST : AFTER_THE_SECOND;
  }

  /**
   * A table that is refused is refused at once, or, where a version has the task, kept out of it;
   * who was not the first to publish, or does not know it, tries again; any other fault may go away
   * two times, and gets time for it: an outage lasts longer than the interval between two looks.
   */
  static TaskState next(TaskState state, Failure failure, Instant now) {
    if (failure.code() == ExitCode.REFUSED && failure.matter() == Matter.TABLE) {
      return state.learnt().isPresent()
          ? state.kept("the rows that came later were not taken: " + failure.line())
          : state.refused(failure.line());
    }
    TaskState failed = state.failed(failure.line());
    boolean others = failure.code() == ExitCode.CONFLICT || failure.code() == ExitCode.UNKNOWN;
    if (others) {
      return failed;
    }
    if (failed.failures() < MAX_FAILURES) {
      return failed.pausedUntil(now.plus(pause(failed.failures())));
    }
    return failed.givenUp(
        "failed %d times: %s (it is tried again when its files change)"
            .formatted(MAX_FAILURES, failure.line()));
  }
}
