package io.engram.transformers.spark;

import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** A row that cannot be used; the message names the row, the column and what to do. */
public final class RowRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RowRefusedException(String message) {
    super(message);
  }

  /** The one that a failure goes back to: Spark wraps what is thrown on executors. */
  public static Optional<RowRefusedException> among(Throwable failure) {
    return Optional.ofNullable(ExceptionUtils.throwableOfType(failure, RowRefusedException.class));
  }
}
