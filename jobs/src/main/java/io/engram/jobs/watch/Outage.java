package io.engram.jobs.watch;

import io.engram.jobs.Failures;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long a watch puts up with a table of states that does not answer: as long as with a task. */
public final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private int failures;

  /** A look came through. */
  public void over() {
    failures = 0;
  }

  /**
   * A look did not come through. What it had settled and could not write down is found again by the
   * next one: the store of models knows what was learnt from which rows.
   *
   * @return how long to wait until the next look
   * @throws StatesUnreachableException the third time in a row, and at once where waiting does not
   *     help: no permission, a full disk
   */
  public Duration pause(StatesUnreachableException thrown) {
    failures++;
    if (failures == FailedLearning.MAX_FAILURES || Failures.of(thrown).expected()) {
      throw thrown;
    }
    Duration pause = FailedLearning.pause(failures);
    LOG.warn("{}; the next look is in {} s", thrown.getMessage(), pause.toSeconds());
    return pause;
  }
}
