package io.engram.consolidation.model;

import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.Strategies;
import io.engram.transformers.lake.BackboneRef;

/**
 * Everything a version of the model is: what it predicts with and what it needs to go on learning.
 *
 * @param version number in its store; 0 before it is published
 * @param backbone the frozen encoder, by content
 * @param settings settings of the last task, the default for the next
 * @param state what was learnt
 */
public record StoredModel(
    long version, BackboneRef backbone, LearnerSettings settings, LearnerState state) {

  /** A model that has learnt nothing yet. */
  public static StoredModel fresh(BackboneRef backbone, LearnerSettings settings) {
    return new StoredModel(0, backbone, settings, Strategies.nothingLearnt(settings));
  }

  /**
   * The model as the next task finds it under these settings.
   *
   * @throws io.engram.consolidation.task.SettingRefusedException as {@link Strategies#withRoom}
   */
  public StoredModel under(LearnerSettings next) {
    return new StoredModel(version, backbone, next, Strategies.withRoom(state, next));
  }

  public StoredModel withVersion(long number) {
    return new StoredModel(number, backbone, settings, state);
  }
}
