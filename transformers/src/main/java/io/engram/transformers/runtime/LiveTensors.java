package io.engram.transformers.runtime;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.weights.FloatTensor;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Arrays of the engine as {@link FloatTensor}s: copies that no scope ends. */
public final class LiveTensors {
  private LiveTensors() {}

  public static FloatTensor copy(NDArray array) {
    return new FloatTensor(array.getShape().getShape(), array.toFloatArray());
  }

  /** All of them, by their names. */
  public static SortedMap<String, FloatTensor> copy(Map<String, NDArray> arrays) {
    SortedMap<String, FloatTensor> copies = new TreeMap<>();
    arrays.forEach((name, array) -> copies.put(name, copy(array)));
    return copies;
  }
}
