package io.engram.adapters.pretraining;

import io.engram.adapters.training.TrainingConfig;

/**
 * How an encoder is pre-trained.
 *
 * @param epochs passes over the rows
 * @param batchSize rows a step
 * @param learningRate peak rate of AdamW, reached after the warm-up and followed by a cosine
 * @param weightDecay decoupled, of matrices
 * @param warmupFraction share of the steps
 * @param labelSmoothing share of a row that is spread over all classes
 * @param dropPath rate of stochastic depth in the last layer
 * @param maxGradientNorm Euclidean norm of all gradients of a step at most
 * @param augmentation of training pictures
 * @param seed of initialisation, order, augmentation and depth
 */
public record PretrainingConfig(
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    double warmupFraction,
    double labelSmoothing,
    double dropPath,
    double maxGradientNorm,
    Augmentation augmentation,
    long seed) {

  public PretrainingConfig {
    training(epochs, batchSize, learningRate, weightDecay, warmupFraction, seed);
    share("label smoothing", labelSmoothing);
    share("drop path", dropPath);
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException("weight decay should be from 0, is " + weightDecay);
    }
    if (!(maxGradientNorm > 0)) {
      throw new IllegalArgumentException(
          "gradient norm should be limited to more than 0, is " + maxGradientNorm);
    }
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " should be from 0 and below 1, is " + value);
    }
  }

  TrainingConfig training() {
    return training(epochs, batchSize, learningRate, weightDecay, warmupFraction, seed);
  }

  private static TrainingConfig training(
      int epochs, int batchSize, double rate, double weightDecay, double warmup, long seed) {
    return new TrainingConfig(rate, rate, weightDecay, warmup, epochs, batchSize, 0, false, seed);
  }
}
