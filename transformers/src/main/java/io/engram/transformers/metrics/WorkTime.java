package io.engram.transformers.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * Where the time of this JVM went, the times of its threads added up. On a GPU the engine computes
 * behind the caller's back: there a part is the time until its result was fetched.
 */
public enum WorkTime {
  /** Embeddings and the layers that are computed once a row. */
  FROZEN_LAYERS("frozenSeconds"),
  /** The layers from the first adapted one on, adapters and heads: predicting and training. */
  ADAPTED_LAYERS("adaptedSeconds"),
  /**
   * Copying a backbone from the lake with its check, reading weights, and in a JVM's first load the
   * native libraries.
   */
  IO("ioSeconds");

  private final String label;
  private final LongAdder nanoseconds = new LongAdder();

  WorkTime(String label) {
    this.label = label;
  }

  /** Stable name. */
  public String label() {
    return label;
  }

  /** A clock that runs until it is closed. */
  public Clock start() {
    long start = System.nanoTime();
    return () -> nanoseconds.add(System.nanoTime() - start);
  }

  /** All so far. */
  public double seconds() {
    return nanoseconds.sum() / 1e9;
  }

  /** What {@link #start} began. */
  @FunctionalInterface
  public interface Clock extends AutoCloseable {
    @Override
    void close();
  }
}
