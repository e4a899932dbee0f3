package io.engram.transformers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Values that the backward pass reads. The engine's arrays that are made of Java's values lie in
 * Java's memory, which goes with the array: closed before the backward pass, it may be collected
 * and overwritten, and gradients are then anything. {@code array.mul(number)} of the engine makes
 * and closes such an array by itself. Here values are the engine's own.
 */
public final class EngineValues {
  private EngineValues() {}

  /**
   * An array of values, in the engine's memory.
   *
   * @param scope owner of the result
   */
  public static NDArray of(NDManager scope, float[] values, Shape shape) {
    try (NDArray shared = scope.create(values, shape)) {
      return shared.duplicate();
    }
  }

  /**
   * The product with a number.
   *
   * @return new array in the manager of {@code array}
   */
  public static NDArray times(NDArray array, double factor) {
    try (NDArray number = number(array, factor)) {
      return array.mul(number);
    }
  }

  /** Multiplies an array by a number in place, and returns it. */
  public static NDArray timesInPlace(NDArray array, double factor) {
    try (NDArray number = number(array, factor)) {
      return array.muli(number);
    }
  }

  private static NDArray number(NDArray array, double value) {
    return of(array.getManager(), new float[] {(float) value}, new Shape());
  }
}
