package io.engram.consolidation.strategy;

import io.engram.adapters.training.TrainingConfig;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@link SettingsChoice} like another one but for what a test is about. */
public final class ChangedChoice {
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

  public static ChangedChoice of(SettingsChoice like) {
    return new ChangedChoice(like);
  }

  /** Adapters of four units, twenty old rows, seed 1: what a test can afford. */
  public static ChangedChoice small(String strategy, int poolSize) {
    ChangedChoice choice = of(SettingsChoice.defaults());
    choice.strategy = strategy;
    choice.poolSize = poolSize;
    choice.adapter =
        new AdapterChoice(choice.adapter.kind(), 4, choice.adapter.rank(), choice.adapter.alpha());
    choice.reservoirRows = 20;
    choice.seed = OptionalLong.of(1);
    return choice;
  }

  public ChangedChoice strategy(String name) {
    strategy = name;
    return this;
  }

  public ChangedChoice transferability(String method) {
    transferability = method;
    return this;
  }

  public ChangedChoice adapter(AdapterChoice changed) {
    adapter = changed;
    return this;
  }

  public ChangedChoice maxLength(OptionalInt tokens) {
    maxLength = tokens;
    return this;
  }

  public ChangedChoice trained(TrainingConfig task, TrainingConfig student) {
    training = task;
    consolidation = student;
    return this;
  }

  public ChangedChoice slots(int width, boolean headsTrained) {
    slotWidth = width;
    trainHeads = headsTrained;
    return this;
  }

  public ChangedChoice reservoirRows(int rows) {
    reservoirRows = rows;
    return this;
  }

  public ChangedChoice identity(IdentityRule rule) {
    identity = rule;
    return this;
  }

  public ChangedChoice options(Map<String, Double> changed) {
    options = new TreeMap<>(changed);
    return this;
  }

  public SettingsChoice choice() {
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
