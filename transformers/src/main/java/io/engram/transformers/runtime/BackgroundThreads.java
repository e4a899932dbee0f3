package io.engram.transformers.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Threads that make something ready while their owner works, and end before what they read does.
 */
public final class BackgroundThreads implements AutoCloseable {
  private final ExecutorService threads;

  /**
   * @param name of each thread
   */
  public BackgroundThreads(int count, String name) {
    threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Work that is begun in the order in which it is given. */
  public <T> Future<T> submit(Callable<T> work) {
    return threads.submit(work);
  }

  /** Begins nothing more, and returns when nothing is running any more, interrupted or not. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException stop) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
