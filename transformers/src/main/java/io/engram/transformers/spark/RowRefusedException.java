package io.engram.transformers.spark;

import java.util.Optional;
import java.util.stream.Stream;

/** A row that cannot be used; the message names the row, the column and what to do. */
public final class RowRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RowRefusedException(String message) {
    super(message);
  }

  /** The one that a failure goes back to: Spark wraps what is thrown on executors. */
  public static Optional<RowRefusedException> among(Throwable failure) {
    return Stream.iterate(failure, link -> link != null, Throwable::getCause)
        .limit(100)
        .filter(RowRefusedException.class::isInstance)
        .map(RowRefusedException.class::cast)
        .findFirst();
  }
}
