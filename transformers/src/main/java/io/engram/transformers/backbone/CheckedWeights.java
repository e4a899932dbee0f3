package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFile;
import io.engram.transformers.weights.WeightFileException;
import java.util.Arrays;

/**
 * Reads named tensors and refuses what does not have the shape that the configuration asks for.
 *
 * @param file where the tensors are
 */
record CheckedWeights(WeightFile file) {

  /**
   * @throws WeightFileException when the tensor is missing or its shape differs; names tensor,
   *     expected and actual shape
   */
  float[] read(String name, long... shape) {
    if (!file.names().contains(name)) {
      throw new WeightFileException(
          "tensor "
              + name
              + " is missing; the encoder's configuration needs it with shape "
              + Arrays.toString(shape)
              + "; check that configuration and weights belong together");
    }
    long[] actual = file.shape(name);
    if (!Arrays.equals(actual, shape)) {
      throw new WeightFileException(
          "tensor "
              + name
              + " has shape "
              + Arrays.toString(actual)
              + ", the encoder's configuration needs "
              + Arrays.toString(shape)
              + "; check that configuration and weights belong together");
    }
    FloatTensor tensor = file.read(name);
    return tensor.values();
  }

  /** As {@link #read}, as a native array of {@code owner}. */
  NDArray load(NDManager owner, String name, long... shape) {
    return owner.create(read(name, shape), new Shape(shape));
  }
}
