package io.engram.transformers.weights;

import java.util.Arrays;

/**
 * An array of 32-bit floats in row-major order, outside any engine: the form in which weights cross
 * a JVM's border.
 *
 * @param shape dimensions, outermost first; empty for a scalar
 * @param values {@code product(shape)} values, row-major
 */
public record FloatTensor(long[] shape, float[] values) {

  public FloatTensor {
    long elements = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("negative dimension in shape " + Arrays.toString(shape));
      }
      elements = Math.multiplyExact(elements, dimension);
    }
    if (elements != values.length) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " needs "
              + elements
              + " values, got "
              + values.length);
    }
  }

  public static FloatTensor vector(float... values) {
    return new FloatTensor(new long[] {values.length}, values);
  }

  public static FloatTensor matrix(int rows, int columns, float[] values) {
    return new FloatTensor(new long[] {rows, columns}, values);
  }

  /**
   * A matrix with rows and columns exchanged.
   *
   * @throws IllegalArgumentException when it has not two dimensions
   */
  FloatTensor transposed() {
    if (shape.length != 2) {
      throw new IllegalArgumentException("no matrix: shape " + Arrays.toString(shape));
    }
    int rows = (int) shape[0];
    int columns = (int) shape[1];
    float[] result = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[column * rows + row] = values[row * columns + column];
      }
    }
    return matrix(columns, rows, result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatTensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "FloatTensor" + Arrays.toString(shape);
  }
}
