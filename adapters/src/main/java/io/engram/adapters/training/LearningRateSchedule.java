package io.engram.adapters.training;

/**
 * Linear warm-up to the peak learning rate, then decay towards 0.
 *
 * @param steps steps of the whole run
 * @param warmupSteps steps until the peak is reached
 * @param decay how the rate falls after the peak
 */
public record LearningRateSchedule(long steps, long warmupSteps, Decay decay) {

  /** How a learning rate falls. */
  public enum Decay {
    /** In equal steps. */
    LINEAR {
      @Override
      double of(double rest) {
        return rest;
      }
    },
    /** Half a period of a cosine (Loshchilov and Hutter 2017, equation 5, without restarts). */
    COSINE {
      @Override
      double of(double rest) {
        return (1 - Math.cos(Math.PI * rest)) / 2;
      }
    };

    /**
     * @param rest share of the steps after the warm-up that remain, in (0, 1]
     * @return share of the peak, in (0, 1]
     */
    abstract double of(double rest);
  }

  public LearningRateSchedule {
    if (steps < 1 || warmupSteps < 0 || warmupSteps > steps) {
      throw new IllegalArgumentException(
          "a schedule needs 0 <= warm-up <= steps and a step, got " + warmupSteps + " of " + steps);
    }
  }

  /** With linear decay. */
  public LearningRateSchedule(long steps, long warmupSteps) {
    this(steps, warmupSteps, Decay.LINEAR);
  }

  /** With linear decay. */
  public static LearningRateSchedule of(long steps, double warmupFraction) {
    return of(steps, warmupFraction, Decay.LINEAR);
  }

  public static LearningRateSchedule of(long steps, double warmupFraction, Decay decay) {
    return new LearningRateSchedule(steps, Math.round(steps * warmupFraction), decay);
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
    return decay.of((double) (steps - step + 1) / (steps - warmupSteps));
  }
}
