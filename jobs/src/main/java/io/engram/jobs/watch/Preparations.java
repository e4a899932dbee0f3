package io.engram.jobs.watch;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** Gets tasks ready to be learnt: several side by side ahead of their turn, or each at its turn. */
final class Preparations implements AutoCloseable {
  private final ExecutorService ahead;

  /**
   * @param sideBySide tasks at once; 1 gets each ready when it is waited for
   */
  Preparations(int sideBySide) {
    this.ahead =
        sideBySide == 1
            ? null
            : Executors.newFixedThreadPool(
                sideBySide,
                work -> {
                  Thread thread = new Thread(work, "engram-watch-ahead");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /**
   * A task that is being got ready.
   *
   * @param <T> what it is then
   */
  @FunctionalInterface
  interface Preparation<T> {
    /** Waits until it is ready; throws what getting it ready threw. */
    T await() throws Exception;
  }

  <T> Preparation<T> begin(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    if (ahead != null) {
      ahead.execute(task);
    }
    return () -> {
      if (ahead == null) {
        task.run();
      }
      try {
        return task.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception known) {
          throw known;
        }
        throw (Error) e.getCause();
      }
    };
  }

  @Override
  public void close() {
    if (ahead != null) {
      ahead.shutdownNow();
    }
  }
}
