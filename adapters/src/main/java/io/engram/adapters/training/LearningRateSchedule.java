package io.engram.adapters.training;

/**
 * Linear warm-up to the peak learning rate, then linear decay towards 0.
 *
 * @param steps steps of the whole run
 * @param warmupSteps steps until the peak is reached
 */
public record LearningRateSchedule(long steps, long warmupSteps) {

  public LearningRateSchedule {
    if (steps < 1 || warmupSteps < 0 || warmupSteps > steps) {
      throw new IllegalArgumentException(
          "a schedule needs 0 <= warm-up <= steps and a step, got " + warmupSteps + " of " + steps);
    }
  }

  public static LearningRateSchedule of(long steps, double warmupFraction) {
    return new LearningRateSchedule(steps, Math.round(steps * warmupFraction));
  }

  /**
   * Share of the peak learning rate at a step, in (0, 1].
   *
   * @param step from 1
   */
  public double factor(long step) {
    if (step < 1 || step > steps) {
      throw new IllegalArgumentException("step " + step + " of " + steps);
    }
    if (step <= warmupSteps) {
      return (double) step / warmupSteps;
    }
    return (double) (steps - step + 1) / (steps - warmupSteps);
  }
}
