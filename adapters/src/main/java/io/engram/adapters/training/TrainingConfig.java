package io.engram.adapters.training;

import java.io.Serializable;

/**
 * How a set of weights is trained.
 *
 * @param adapterLearningRate peak learning rate of the adapter
 * @param headLearningRate peak learning rate of the head
 * @param weightDecay decoupled weight decay (AdamW); not applied to biases
 * @param warmupFraction share of the steps with linearly rising learning rate, then linear decay to
 *     0
 * @param epochs passes over the rows at most
 * @param batchSize rows per step
 * @param patience epochs without a better validation loss before training stops; 0 never stops
 *     early
 * @param balanceClasses weight each class by inverse frequency in the loss
 * @param seed of initialisation and shuffling
 */
public record TrainingConfig(
    double adapterLearningRate,
    double headLearningRate,
    double weightDecay,
    double warmupFraction,
    int epochs,
    int batchSize,
    int patience,
    boolean balanceClasses,
    long seed)
    implements Serializable {
  private static final int PASSES_OF_A_HEAD = 12;

  public TrainingConfig {
    if (epochs < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "epochs and batchSize must be at least 1, got " + epochs + " and " + batchSize);
    }
    if (!(adapterLearningRate > 0) || !(headLearningRate > 0)) {
      throw new IllegalArgumentException(
          "learning rates must be positive, got "
              + adapterLearningRate
              + " and "
              + headLearningRate);
    }
    if (!(warmupFraction >= 0 && warmupFraction < 1)) {
      throw new IllegalArgumentException("warmupFraction must be in [0, 1), got " + warmupFraction);
    }
  }

  /** What was measured to work for a task. */
  public static TrainingConfig forTask(long seed) {
    return new TrainingConfig(1e-3, 1e-2, 0.01, 0.06, 5, 32, 2, true, seed);
  }

  /** What was measured to work for a consolidation. */
  public static TrainingConfig forConsolidation(long seed) {
    return new TrainingConfig(1e-3, 1e-3, 0.0, 0.06, 4, 32, 0, false, seed);
  }

  public TrainingConfig withSeed(long newSeed) {
    return new TrainingConfig(
        adapterLearningRate,
        headLearningRate,
        weightDecay,
        warmupFraction,
        epochs,
        batchSize,
        patience,
        balanceClasses,
        newSeed);
  }

  public TrainingConfig withAdapterLearningRate(double newRate) {
    return new TrainingConfig(
        newRate,
        headLearningRate,
        weightDecay,
        warmupFraction,
        epochs,
        batchSize,
        patience,
        balanceClasses,
        seed);
  }

  /**
   * For a head alone on features that are there: {@value #PASSES_OF_A_HEAD} passes for each that an
   * adapter is given. Its loss is convex and a pass costs next to nothing, but the few steps of an
   * adapter's epochs end well before its minimum: 74.3 % with 5 passes, 76.3 with 20 and 76.5 with
   * 60, on ten WordNet tasks of 40 to 50 rows a class.
   */
  public TrainingConfig ofHeadAlone() {
    return withEpochs(Math.multiplyExact(PASSES_OF_A_HEAD, epochs));
  }

  public TrainingConfig withEpochs(int newEpochs) {
    return new TrainingConfig(
        adapterLearningRate,
        headLearningRate,
        weightDecay,
        warmupFraction,
        newEpochs,
        batchSize,
        patience,
        balanceClasses,
        seed);
  }
}
