package io.engram.adapters.training;

import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the checkpoints of one run in its rhythm, and says at the end what they cost. */
final class CheckpointWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
  private static final double NANOS = 1e9;

  private final Checkpoints checkpoints;
  private final long steps;
  private final boolean kept;
  private long lastStep;
  private long lastNanos = System.nanoTime();
  private double lastCost;
  private double seconds;
  private long bytes;
  private int written;

  /**
   * @param steps planned in all
   * @param step taken already
   * @param each bytes of one checkpoint; none is written of a run whose would be too large
   */
  CheckpointWriter(Checkpoints checkpoints, long steps, long step, long each) {
    this.checkpoints = checkpoints;
    this.steps = steps;
    this.lastStep = step;
    kept = checkpoints.kept() && each <= checkpoints.store().maxBytes();
    if (checkpoints.kept() && !kept) {
      LOG.warn(
          "the training goes on without checkpoints, one has {} bytes and {} are the limit: it"
              + " begins anew when it is interrupted",
          each,
          checkpoints.store().maxBytes());
    }
  }

  /**
   * To be called after each step.
   *
   * @throws TrainingInterruptedException when the thread was interrupted while one was written
   */
  void after(long step, Supplier<Checkpoint> present) {
    if (!kept) {
      return;
    }
    long begun = System.nanoTime();
    double since = (begun - lastNanos) / NANOS;
    if (!checkpoints.rhythm().due(step - lastStep, steps, since, lastCost)) {
      return;
    }
    byte[] content = present.get().toBytes();
    try {
      checkpoints.store().save(content);
    } catch (UncheckedIOException failure) {
      TrainingInterruptedException.throwIfBehind(failure);
      throw failure;
    }
    lastNanos = System.nanoTime();
    lastCost = (lastNanos - begun) / NANOS;
    lastStep = step;
    seconds += lastCost;
    bytes += content.length;
    written++;
  }

  void end() {
    if (written > 0) {
      LOG.debug(
          "{} checkpoints, {} bytes each, took {} ms in all",
          written,
          bytes / written,
          Math.round(seconds * 1000));
    }
  }
}
