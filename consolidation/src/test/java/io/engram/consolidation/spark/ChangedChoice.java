package io.engram.consolidation.spark;

import io.engram.adapters.training.TrainingConfig;
import io.engram.consolidation.strategy.AdapterChoice;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.SettingsChoice;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@link SettingsChoice} like another one but for what a test is about. */
final class ChangedChoice {
  private final SettingsChoice like;
  private String strategy;
  private int poolSize;
  private String transferability;
  private AdapterChoice adapter;
  private OptionalInt maxLength;
  private TrainingConfig training;
  private TrainingConfig consolidation;
  private int slotWidth;
  private boolean trainHeads;
  private int reservoirRows;
  private IdentityRule identity;
  private OptionalLong seed;
  private SortedMap<String, Double> options;

  private ChangedChoice(SettingsChoice like) {
    this.like = like;
    strategy = like.strategy();
    poolSize = like.poolSize();
    transferability = like.transferability();
    adapter = like.adapter();
    maxLength = like.maxLength();
    training = like.training();
    consolidation = like.consolidation();
    slotWidth = like.slotWidth();
    trainHeads = like.trainHeads();
    reservoirRows = like.reservoirRows();
    identity = like.identity();
    seed = like.seed();
    options = like.options();
  }

  static ChangedChoice of(SettingsChoice like) {
    return new ChangedChoice(like);
  }

  /** Adapters of four units, twenty old rows, seed 1: what a test can afford. */
  static ChangedChoice small(String strategy, int poolSize) {
    ChangedChoice choice = of(SettingsChoice.defaults());
    choice.strategy = strategy;
    choice.poolSize = poolSize;
    choice.adapter =
        new AdapterChoice(choice.adapter.kind(), 4, choice.adapter.rank(), choice.adapter.alpha());
    choice.reservoirRows = 20;
    choice.seed = OptionalLong.of(1);
    return choice;
  }

  ChangedChoice transferability(String method) {
    transferability = method;
    return this;
  }

  ChangedChoice adapter(AdapterChoice changed) {
    adapter = changed;
    return this;
  }

  ChangedChoice maxLength(OptionalInt tokens) {
    maxLength = tokens;
    return this;
  }

  ChangedChoice trained(TrainingConfig task, TrainingConfig student) {
    training = task;
    consolidation = student;
    return this;
  }

  ChangedChoice slots(int width, boolean headsTrained) {
    slotWidth = width;
    trainHeads = headsTrained;
    return this;
  }

  ChangedChoice reservoirRows(int rows) {
    reservoirRows = rows;
    return this;
  }

  ChangedChoice identity(IdentityRule rule) {
    identity = rule;
    return this;
  }

  ChangedChoice options(Map<String, Double> changed) {
    options = new TreeMap<>(changed);
    return this;
  }

  SettingsChoice choice() {
    return new SettingsChoice(
        strategy,
        poolSize,
        transferability,
        adapter,
        like.fromLayer(),
        maxLength,
        training,
        consolidation,
        like.start(),
        slotWidth,
        trainHeads,
        reservoirRows,
        identity,
        seed,
        options,
        like.router());
  }
}
