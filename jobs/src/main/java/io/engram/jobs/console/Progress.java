package io.engram.jobs.console;

/** Shows how far a run is, stage by stage. */
public interface Progress extends AutoCloseable {

  /** Shows nothing. */
  Progress SILENT = (name, total) -> done -> {};

  /**
   * Begins a stage; an earlier one that is still open ends.
   *
   * @param name what is being done, e.g. {@code animal: train adapter}
   * @param total units of work; 0 when unknown
   */
  Stage begin(String name, long total);

  /** Ends the stage that is still open. */
  @Override
  default void close() {}

  /** A stage in progress. */
  @FunctionalInterface
  interface Stage extends AutoCloseable {

    /** Units done so far; never falls. */
    void reached(long done);

    @Override
    default void close() {}
  }
}
