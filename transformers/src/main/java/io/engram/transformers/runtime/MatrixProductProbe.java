package io.engram.transformers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** How fast this JVM multiplies matrices, measured for about a tenth of a second. */
final class MatrixProductProbe {
  private static final int SIDE = 384;
  private static final long NANOS = 100_000_000;

  private MatrixProductProbe() {}

  /**
   * @return billions of floating point operations a second, on the calling thread's number of
   *     threads
   */
  static double gigaflopsPerSecond(NDManager parent) {
    try (NDManager scope = parent.newSubManager()) {
      NDArray left = scope.ones(new Shape(SIDE, SIDE));
      NDArray right = scope.ones(new Shape(SIDE, SIDE));
      for (int warmUp = 0; warmUp < 3; warmUp++) {
        left.matMul(right).close();
      }
      long start = System.nanoTime();
      long products = 0;
      long elapsed;
      do {
        left.matMul(right).close();
        products++;
        elapsed = System.nanoTime() - start;
      } while (elapsed < NANOS);
      return products * 2.0 * SIDE * SIDE * SIDE / elapsed;
    }
  }
}
