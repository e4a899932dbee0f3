package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.training.TrainingConfig;
import io.engram.consolidation.distillation.StudentStart;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.input.InputKind;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What a user sets; becomes {@link LearnerSettings} once the backbone is known.
 *
 * @param strategy see {@link LearnerSettings}
 * @param adapter kind and size of a task's adapter
 * @param fromLayer first adapted layer; empty: as the model, half of the layers for a new one
 * @param maxLength tokens of a text at most; empty: as the model, 128 for a new one
 * @param seed of the run; empty: as the model, 0 for a new one
 * @param options of the strategy that are not to be its defaults
 * @param router how rows without a task id are to find it
 */
public record SettingsChoice(
    String strategy,
    int poolSize,
    String transferability,
    AdapterChoice adapter,
    OptionalInt fromLayer,
    OptionalInt maxLength,
    TrainingConfig training,
    TrainingConfig consolidation,
    StudentStart start,
    int slotWidth,
    boolean trainHeads,
    int reservoirRows,
    IdentityRule identity,
    OptionalLong seed,
    SortedMap<String, Double> options,
    RouterRule router) {
  private static final int DEFAULT_MAX_LENGTH = 128;

  public static SettingsChoice defaults() {
    return new SettingsChoice(
        "ada",
        4,
        "leep",
        AdapterChoice.defaults(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        TrainingConfig.forTask(0),
        TrainingConfig.forConsolidation(0),
        StudentStart.COPY,
        0,
        false,
        1000,
        IdentityRule.NEVER,
        OptionalLong.empty(),
        Collections.emptySortedMap(),
        RouterRule.LDA);
  }

  /**
   * For a new model.
   *
   * @throws IllegalArgumentException when a value does not fit the backbone
   */
  public LearnerSettings on(EncoderConfig encoder) {
    int length = maxLength.orElse(length(encoder));
    return on(encoder, fromLayer.orElse(encoder.layers() / 2), length, seed.orElse(0));
  }

  // A picture has as many patches as the encoder takes.
  private static int length(EncoderConfig encoder) {
    return encoder.kind() == InputKind.IMAGE
        ? encoder.maxLength()
        : Math.min(DEFAULT_MAX_LENGTH, encoder.maxLength());
  }

  /**
   * For one more task of a model: what was not chosen stays as it is there.
   *
   * @throws IllegalArgumentException when a value does not fit the backbone or the model
   */
  public LearnerSettings on(EncoderConfig encoder, LearnerSettings model) {
    int layer = model.adapter().fromLayer();
    return on(
        encoder,
        same("from-layer", fromLayer.orElse(layer), layer),
        same("max-length", maxLength.orElse(model.maxLength()), model.maxLength()),
        same("seed", seed.orElse(model.seed()), model.seed()));
  }

  /** A change of all weights is consolidated no faster than it was trained: it would be lost. */
  private TrainingConfig ofSlots() {
    return adapter.kind() == AdapterKind.FULL
        ? consolidation.withAdapterLearningRate(
            Math.min(consolidation.adapterLearningRate(), training.adapterLearningRate()))
        : consolidation;
  }

  private LearnerSettings on(EncoderConfig encoder, int layer, int length, long runSeed) {
    if (layer >= encoder.layers()) {
      throw new SettingRefusedException(
          "from-layer "
              + layer
              + " leaves nothing to adapt: the backbone has "
              + encoder.layers()
              + " layers, numbered from 0");
    }
    if (encoder.kind() == InputKind.IMAGE && length != encoder.maxLength()) {
      throw new SettingRefusedException(
          "max-length "
              + length
              + " is of texts; every picture takes the "
              + encoder.maxLength()
              + " positions of the backbone: leave it out");
    }
    if (length > encoder.maxLength()) {
      throw new SettingRefusedException(
          "max-length "
              + length
              + " is more than the "
              + encoder.maxLength()
              + " tokens of the backbone");
    }
    if (adapter.kind() == AdapterKind.FULL && slotWidth > 0) {
      throw new SettingRefusedException(
          "slot-width "
              + slotWidth
              + " is of adapters that can be widened; a full one is as wide as the backbone: leave"
              + " it out");
    }
    LearnerSettings settings =
        new LearnerSettings(
            strategy,
            poolSize,
            transferability,
            adapter.on(encoder, layer),
            length,
            training,
            ofSlots(),
            start,
            slotWidth,
            trainHeads,
            reservoirRows,
            identity,
            runSeed,
            Strategies.options(strategy, options),
            router);
    Strategies.named(strategy).check(settings);
    return settings;
  }

  private static <T> T same(String name, T chosen, T present) {
    if (!chosen.equals(present)) {
      throw new SettingRefusedException(
          name
              + " "
              + chosen
              + " does not fit this model, which was begun with "
              + present
              + "; leave it out, or begin another model");
    }
    return chosen;
  }
}
