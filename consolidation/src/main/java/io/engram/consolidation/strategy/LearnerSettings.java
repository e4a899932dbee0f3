package io.engram.consolidation.strategy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.engram.adapters.AdapterConfig;
import io.engram.adapters.training.TrainingConfig;
import io.engram.consolidation.distillation.DistillationOptions;
import io.engram.consolidation.distillation.StudentStart;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
 * @param slotWidth units that the adapter of a slot has once it was consolidated, at least; 0: as
 *     many as a task's adapter
 * @param trainHeads whether the heads of a slot's tasks are trained along when it is consolidated;
 *     of replay, those of the tasks whose rows are kept
 * @param reservoirRows cap on the unlabelled inputs of past tasks; 0 distils on the new task's rows
 *     alone
 * @param identity when a task takes no slot
 * @param seed of the run; a task's own seed is a function of this and its id
 * @param options of the strategy, those that are not its defaults, by name
 * @param router what rows that name no task find it by
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
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int slotWidth,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean trainHeads,
    int reservoirRows,
    IdentityRule identity,
    long seed,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Double> options,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = RouterRule.Usual.class)
        RouterRule router) {

  /** When the plain backbone serves a task, so that it takes no slot. */
  public enum IdentityRule {
    /** Every task gets an adapter. */
    NEVER,
    /**
     * When the adapter is not better than the best head on frozen features by more than one
     * standard error on the task's validation rows; without such rows it is kept. Its older name is
     * read.
     */
    @JsonAlias("WHEN_NOT_WORSE")
    AUTO,
    /** No task gets an adapter. */
    ALWAYS;

    /** As settings write it. */
    public String shortName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Short names, in their order. */
    public static List<String> shortNames() {
      return Arrays.stream(values()).map(IdentityRule::shortName).toList();
    }

    /**
     * @throws IllegalArgumentException when there is no such rule
     */
    public static IdentityRule of(String shortName) {
      return valueOf(shortName.toUpperCase(Locale.ROOT));
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
    if (slotWidth < 0) {
      throw new IllegalArgumentException("slot width must not be negative, got " + slotWidth);
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
        slotWidth,
        trainHeads,
        reservoirRows,
        identity,
        newSeed,
        options,
        router);
  }

  /**
   * An option of the strategy.
   *
   * @param value what it is unless it was set
   */
  double option(String name, double value) {
    return options.getOrDefault(name, value);
  }

  /** How a slot's adapter and a task's become one. */
  public DistillationOptions distillation(TrainingConfig student) {
    return new DistillationOptions(start, slotWidth, trainHeads, student);
  }
}
