package io.engram.jobs.service;

import java.util.Optional;
import java.util.UUID;

/**
 * Which run of the program something belongs to: log lines carry it, and what a run settles is
 * recorded with it.
 *
 * @param value the scheduler's id, else eight hexadecimal digits
 * @param ofScheduler whether a scheduler gave it: then other tries of the same run have it too
 */
public record RunId(String value, boolean ofScheduler) {
  private static final int DIGITS = 8;

  /** One that no other run has. */
  public static RunId fresh() {
    return new RunId(UUID.randomUUID().toString().substring(0, DIGITS), false);
  }

  /**
   * @param schedulerRun null where no scheduler gave one
   */
  public static RunId of(String schedulerRun) {
    return schedulerRun == null ? fresh() : new RunId(schedulerRun, true);
  }

  /** The id that a scheduler gave. */
  public Optional<String> scheduler() {
    return ofScheduler ? Optional.of(value) : Optional.empty();
  }
}
