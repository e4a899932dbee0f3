package io.engram.adapters.training;

/** Is told how a training run goes on; called on the training thread, so it must return quickly. */
@FunctionalInterface
public interface TrainingListener {

  /** Listens to nothing. */
  TrainingListener NONE = progress -> {};

  /**
   * One optimiser step done.
   *
   * @param step steps done, from 1
   * @param steps steps planned; fewer are taken when training stops early
   * @param epoch present epoch, from 1
   * @param loss mean training loss of the present epoch so far
   */
  record Progress(long step, long steps, int epoch, double loss) {}

  void onStep(Progress progress);

  /**
   * One epoch done.
   *
   * @param epoch from 1
   * @param loss mean training loss
   * @param validationLoss NaN without validation rows
   * @param validationAccuracy NaN without validation rows
   */
  record EpochEnd(int epoch, double loss, double validationLoss, double validationAccuracy) {}

  default void onEpoch(EpochEnd end) {}

  /**
   * The run has ended. Who trains in another JVM tells this alone.
   *
   * @param where it ran, such as {@code driver} or {@code executor 2, GPU 0}
   */
  default void onEnd(TrainingReport report, String where) {}
}
