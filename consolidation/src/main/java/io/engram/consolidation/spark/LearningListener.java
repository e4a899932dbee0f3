package io.engram.consolidation.spark;

import io.engram.adapters.training.TrainingListener;

/** Is told how learning goes on, on the driver. */
public interface LearningListener {

  /** Listens to nothing. */
  LearningListener NONE = new LearningListener() {};

  /** A step of the work begins, such as {@code features} or {@code slot}. */
  default void stage(String task, String stage) {}

  /**
   * Listener of one training, {@code probe}, {@code adapter}, {@code consolidation}, {@code fusion}
   * or {@code fisher}; it is told of every step.
   */
  default TrainingListener training(String task, String what) {
    return TrainingListener.NONE;
  }
}
