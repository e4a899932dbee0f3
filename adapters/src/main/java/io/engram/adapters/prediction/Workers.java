package io.engram.adapters.prediction;

import io.engram.transformers.runtime.NeuralRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads that take pieces of work one after another. Batches side by side on one core each scale
 * better than one batch on several cores, so every operation has one thread.
 */
final class Workers implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final int threads;
  private final ExecutorService executor;

  /**
   * @param threads 1 works in the calling thread
   */
  Workers(int threads) {
    this.threads = threads;
    executor = threads == 1 ? null : Executors.newFixedThreadPool(threads, factory());
  }

  private static ThreadFactory factory() {
    return work -> {
      Thread thread =
          new Thread(
              () -> {
                NeuralRuntime runtime = NeuralRuntime.get();
                runtime.inferenceThread();
                try (NeuralRuntime.Limit single = runtime.limitThreads(1)) {
                  work.run();
                }
              },
              "engram-predictor-" + NUMBER.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Does {@code body} for 0 to {@code pieces} - 1, each once, and returns when all are done. After
   * a failure no new piece is begun and the failure is thrown.
   */
  void forEach(int pieces, IntConsumer body) {
    if (executor == null || pieces == 1) {
      try (NeuralRuntime.Limit single = NeuralRuntime.get().limitThreads(1)) {
        for (int piece = 0; piece < pieces; piece++) {
          body.accept(piece);
        }
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int worker = 0; worker < Math.min(threads, pieces); worker++) {
      running.add(
          executor.submit(
              () -> {
                int piece = next.getAndIncrement();
                while (piece < pieces) {
                  try {
                    body.accept(piece);
                  } catch (RuntimeException | Error failure) {
                    next.set(pieces);
                    throw failure;
                  }
                  piece = next.getAndIncrement();
                }
              }));
    }
    await(running, next, pieces);
  }

  private static void await(List<Future<?>> running, AtomicInteger next, int pieces) {
    RuntimeException failure = null;
    boolean interrupted = false;
    for (Future<?> worker : running) {
      boolean done = false;
      while (!done) {
        try {
          worker.get();
          done = true;
        } catch (ExecutionException failed) {
          failure = failure == null ? unwrap(failed) : failure;
          done = true;
        } catch (InterruptedException stop) {
          // Native memory of a running piece must not be freed under it: wait for its end.
          interrupted = true;
          next.set(pieces);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("prediction was interrupted");
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException unwrap(ExecutionException failed) {
    if (failed.getCause() instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failed.getCause();
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdown();
    }
  }
}
