package io.engram.consolidation.store;

/**
 * How an attempt to take the next number of a log ended. Closed on purpose: a caller that handles
 * the three has handled all.
 *
 * @param <R> what the log holds
 */
public sealed interface Publication<R extends LogRecord> {

  /** The record that this attempt wanted to write. */
  R ours();

  /** What happened, in one sentence. */
  String message();

  /**
   * The record is there and will stay.
   *
   * @param ours as it is in the log
   */
  record Published<R extends LogRecord>(R ours) implements Publication<R> {
    @Override
    public String message() {
      return "published " + ours.summary();
    }
  }

  /**
   * Somebody else took the number; what this attempt wrote is not part of the store and may be
   * removed.
   *
   * @param ours what was not published
   * @param theirs what has the number
   */
  record Conflicted<R extends LogRecord>(R ours, R theirs) implements Publication<R> {
    @Override
    public String message() {
      return "not published: "
          + ours.summary()
          + " wanted the number "
          + ours.number()
          + ", which "
          + theirs.summary()
          + " took at "
          + theirs.created()
          + "; start again from the newest state";
    }
  }

  /**
   * No answer came and the log could not tell. Nothing may be removed; the next run finds out by
   * the idempotence key.
   *
   * @param ours what may have been published
   * @param cause why it is not known
   */
  record Unknown<R extends LogRecord>(R ours, Exception cause) implements Publication<R> {
    @Override
    public String message() {
      return "it is not known whether "
          + ours.summary()
          + " was published ("
          + cause.getMessage()
          + "); nothing was removed, run the same again to find out";
    }
  }
}
