package io.engram.consolidation.strategy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.engram.adapters.AdapterConfig;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.distillation.StudentStart;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decides what is learnt, apart from the rows. Part of a version's idempotence key.
 *
 * @param strategy name of the {@link ContinualStrategy}
 * @param poolSize K
 * @param transferability score that picks the slot: leep, transrate, random or least-loaded
 * @param adapter kind, width and first layer of a task's adapter
 * @param maxLength longest text in tokens
 * @param training of a task's adapter and head
 * @param consolidation of a slot's student
 * @param start where the student starts
 * @param reservoirRows cap on the unlabelled inputs of past tasks; 0 distils on the new task's rows
 *     alone
 * @param identity when a task takes no slot
 * @param seed of the run; a task's own seed is a function of this and its id
 * @param options of the strategy, those that are not its defaults, by name
 */
public record LearnerSettings(
    String strategy,
    int poolSize,
    String transferability,
    AdapterConfig adapter,
    int maxLength,
    TrainingConfig training,
    TrainingConfig consolidation,
    StudentStart start,
    int reservoirRows,
    IdentityRule identity,
    long seed,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Double> options) {

  /** When the plain backbone serves a task, so that it takes no slot. */
  public enum IdentityRule {
    /** Every task gets an adapter. */
    NEVER,
    /** When the adapter is not better than the probe on the task's validation rows. */
    WHEN_NOT_WORSE;

    /** Whether the probe is kept; without validation rows the adapter always is. */
    boolean prefersProbe(TrainingReport probe, TrainingReport adapter) {
      return this == WHEN_NOT_WORSE && probe.validationAccuracy() >= adapter.validationAccuracy();
    }
  }

  public LearnerSettings {
    options =
        options == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(options));
    if (poolSize < 1) {
      throw new IllegalArgumentException("pool size must be at least 1, got " + poolSize);
    }
    if (maxLength < 8) {
      throw new IllegalArgumentException("max length must be at least 8 tokens, got " + maxLength);
    }
    if (reservoirRows < 0) {
      throw new IllegalArgumentException(
          "reservoir rows must not be negative, got " + reservoirRows);
    }
  }

  public LearnerSettings withSeed(long newSeed) {
    return new LearnerSettings(
        strategy,
        poolSize,
        transferability,
        adapter,
        maxLength,
        training,
        consolidation,
        start,
        reservoirRows,
        identity,
        newSeed,
        options);
  }

  /** Settings of a strategy without options of its own. */
  public LearnerSettings(
      String strategy,
      int poolSize,
      String transferability,
      AdapterConfig adapter,
      int maxLength,
      TrainingConfig training,
      TrainingConfig consolidation,
      StudentStart start,
      int reservoirRows,
      IdentityRule identity,
      long seed) {
    this(
        strategy,
        poolSize,
        transferability,
        adapter,
        maxLength,
        training,
        consolidation,
        start,
        reservoirRows,
        identity,
        seed,
        Collections.emptySortedMap());
  }

  /**
   * An option of the strategy.
   *
   * @param value what it is unless it was set
   */
  double option(String name, double value) {
    return options.getOrDefault(name, value);
  }
}
