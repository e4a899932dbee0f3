package io.engram.consolidation.spark;

import io.engram.consolidation.store.Publication;

/**
 * A version could not be published, or nobody can say whether it was; the model in the lake is
 * whole either way.
 */
public final class LearnConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  LearnConflictException(String task, Publication<?> outcome) {
    super("task " + task + ": " + outcome.message());
    this.unknown = outcome instanceof Publication.Unknown;
  }

  /**
   * @param both what was not published, and what stands in its way
   */
  LearnConflictException(String task, String both) {
    super("task " + task + ": " + both);
    this.unknown = false;
  }

  /** True: the outcome is unknown; false: nothing was published. */
  public boolean unknown() {
    return unknown;
  }
}
