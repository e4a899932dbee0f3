package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What is left of the time that one picture may take. Counted is what this thread computed, where
 * the JVM can tell: a row must not fail because the machine was busy with something else.
 */
final class DecodeBudget {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final double limitSeconds;
  private final long start = nanos();

  DecodeBudget(double limitSeconds) {
    this.limitSeconds = limitSeconds;
  }

  /**
   * @throws UnreadableInputException when nothing is left
   */
  void check() {
    if (exceeded()) {
      throw new UnreadableInputException(
          "decoding took longer than the limit of %s s; make the picture smaller"
              .formatted(limitSeconds));
    }
  }

  private boolean exceeded() {
    return (nanos() - start) / 1e9 > limitSeconds;
  }

  private static long nanos() {
    boolean counted = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    return counted ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }
}
