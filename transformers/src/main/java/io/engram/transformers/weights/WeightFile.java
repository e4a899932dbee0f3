package io.engram.transformers.weights;

import java.io.Closeable;
import java.util.Set;

/**
 * A file of named tensors, read one at a time.
 *
 * <ol>
 *   <li>{@link #names()} and {@link #shape} cost no tensor data.
 *   <li>{@link #read} converts to 32-bit floats and returns exactly the values of the file.
 *   <li>What is missing, truncated or of the wrong type is a {@link WeightFileException} that names
 *       file and tensor.
 * </ol>
 */
public interface WeightFile extends Closeable {

  /** Names of all tensors, in file order. */
  Set<String> names();

  /**
   * Dimensions of one tensor, outermost first.
   *
   * @throws WeightFileException when there is no such tensor
   */
  long[] shape(String name);

  /**
   * The tensor's values as 32-bit floats.
   *
   * @throws WeightFileException when there is no such tensor or it cannot be read
   */
  FloatTensor read(String name);
}
