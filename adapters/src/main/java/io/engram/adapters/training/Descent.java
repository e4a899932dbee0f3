package io.engram.adapters.training;

import io.engram.transformers.input.Pixels;

/**
 * How a run goes down, beside its {@link TrainingConfig}: what training a whole encoder needs and
 * an adapter does not.
 *
 * @param decay of the learning rate
 * @param maxGradientNorm Euclidean norm of all gradients of a step at most; infinite for no limit
 * @param pictures what is done to the picture of a row in training; never to those of validation
 * @param recipe all that decides the bytes of the run besides the {@link TrainingConfig}: a run is
 *     resumed only where it is the same
 */
public record Descent(
    LearningRateSchedule.Decay decay,
    double maxGradientNorm,
    PictureChange pictures,
    String recipe) {

  /** What trains an adapter or a head. */
  public static final Descent PLAIN =
      new Descent(
          LearningRateSchedule.Decay.LINEAR,
          Double.POSITIVE_INFINITY,
          (picture, epoch, position) -> picture,
          "");

  /** Changes the picture of a row; a pure function, called from several threads. */
  @FunctionalInterface
  public interface PictureChange {
    /**
     * @param epoch from 1
     * @param position of the row
     */
    Pixels apply(Pixels picture, int epoch, int position);
  }
}
