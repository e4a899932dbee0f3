package io.engram.adapters.training;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the checkpoints of one run in its rhythm, and says at the end what they cost. */
final class CheckpointWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
  private static final double NANOS = 1e9;

  private final Checkpoints checkpoints;
  private final long steps;
  private long lastStep;
  private long lastNanos = System.nanoTime();
  private double lastCost;
  private double seconds;
  private long bytes;
  private int written;

  /**
   * @param steps planned in all
   * @param step taken already
   */
  CheckpointWriter(Checkpoints checkpoints, long steps, long step) {
    this.checkpoints = checkpoints;
    this.steps = steps;
    this.lastStep = step;
  }

  /** To be called after each step. */
  void after(long step, Supplier<Checkpoint> present) {
    if (!checkpoints.kept()) {
      return;
    }
    long begun = System.nanoTime();
    double since = (begun - lastNanos) / NANOS;
    if (!checkpoints.rhythm().due(step - lastStep, steps, since, lastCost)) {
      return;
    }
    byte[] content = present.get().toBytes();
    checkpoints.store().save(content);
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
