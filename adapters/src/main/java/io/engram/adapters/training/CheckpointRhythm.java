package io.engram.adapters.training;

import java.io.Serializable;

/**
 * How often a run writes a checkpoint: when a share of its steps was taken since the last one, or
 * so many seconds passed, but never so soon that writing costs more than its worth.
 *
 * @param share of the planned steps
 * @param seconds since the last one, after which one is due whatever the share
 * @param costFactor at least so many times what the last one took lies between two
 */
public record CheckpointRhythm(double share, double seconds, double costFactor)
    implements Serializable {

  /** Twenty times a run, whatever it costs. */
  public static final CheckpointRhythm EVEN =
      new CheckpointRhythm(0.05, Double.POSITIVE_INFINITY, 0);

  /**
   * A twentieth of the run or a minute, whichever is shorter; at most a twentieth of the time goes
   * into writing.
   */
  public static final CheckpointRhythm AFFORDABLE = new CheckpointRhythm(0.05, 60, 20);

  /**
   * @param stepsSince steps since the last checkpoint, or since the run began
   * @param steps planned in all
   * @param secondsSince since the last one was written, or since the run began
   * @param lastCost seconds the last one took; 0 before the first
   */
  boolean due(long stepsSince, long steps, double secondsSince, double lastCost) {
    boolean far = stepsSince >= Math.max(1, (long) (steps * share)) || secondsSince >= seconds;
    return far && secondsSince >= costFactor * lastCost;
  }
}
