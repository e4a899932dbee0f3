package io.engram.adapters.training;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/**
 * A training that ended because its thread was interrupted. The thread's interrupt flag is set, and
 * the last checkpoint is where it was: the same training goes on from there.
 */
public final class TrainingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingInterruptedException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Does nothing unless an interrupt was behind a failure to read or write.
   *
   * @throws TrainingInterruptedException when it was
   */
  public static void throwIfBehind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean timeout = cause instanceof SocketTimeoutException;
      if (cause instanceof ClosedByInterruptException
          || cause instanceof InterruptedException
          || cause instanceof InterruptedIOException && !timeout) {
        // Some file systems take the flag away.
        Thread.currentThread().interrupt();
        throw new TrainingInterruptedException(
            "the training was interrupted: " + failure.getMessage(), failure);
      }
    }
  }
}
