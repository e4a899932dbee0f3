package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;

/**
 * Softmax over the last axis. The engine's own takes ten times as long on a processor when that
 * axis is no multiple of a vector, which short texts hit all the time; exponentials divided by
 * their sum do not. Without subtracting each row's maximum that is exact as long as no sum leaves
 * the range of 32-bit floats, which is checked; else the engine's softmax does it.
 */
final class Softmax {
  /** Values of a vector of the engine, and a multiple of what shorter ones hold. */
  private static final int VECTOR = 16;

  private static final int LAST_AXIS = -1;
  private static final int[] LAST_AXES = {LAST_AXIS};
  private static final float LARGEST_SUM = 1e30f;
  private static final float SMALLEST_SUM = 1e-30f;

  private Softmax() {}

  /** A new array of the same shape; {@code scores} stays open. */
  static NDArray lastAxis(NDArray scores) {
    long width = scores.getShape().getLastDimension();
    if (width % VECTOR == 0 || scores.getDevice().isGpu()) {
      return scores.softmax(LAST_AXIS);
    }
    try (NDArray exponentials = scores.exp();
        NDArray sums = exponentials.sum(LAST_AXES, true);
        NDArray largest = sums.max();
        NDArray smallest = sums.min()) {
      boolean inRange = largest.getFloat() < LARGEST_SUM && smallest.getFloat() > SMALLEST_SUM;
      return inRange ? exponentials.div(sums) : scores.softmax(LAST_AXIS);
    }
  }
}
