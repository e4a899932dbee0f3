package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Early stopping: the weights of the epoch with the smallest validation loss, on the heap. */
final class BestWeights {
  private final SortedMap<String, float[]> values = new TreeMap<>();
  private Mark mark = new Mark(0, Double.POSITIVE_INFINITY, Double.NaN);

  /**
   * @param epoch of the kept weights, from 1; 0 when none were kept
   * @param loss on the validation rows
   * @param accuracy on the validation rows, NaN without classes
   */
  record Mark(int epoch, double loss, double accuracy) {}

  /** Keeps the present weights when they are better than the kept ones. */
  void offer(Mark present, Map<String, NDArray> parameters) {
    if (present.loss() < mark.loss()) {
      mark = present;
      parameters.forEach((name, array) -> values.put(name, array.toFloatArray()));
    }
  }

  /** Puts the kept weights back; nothing when none were kept. */
  void apply(Map<String, NDArray> parameters) {
    values.forEach((name, kept) -> parameters.get(name).set(FloatBuffer.wrap(kept)));
  }

  Mark mark() {
    return mark;
  }

  SortedMap<String, float[]> values() {
    return Collections.unmodifiableSortedMap(values);
  }

  /** Goes on where another run stood. */
  void restoreMark(Mark saved, Map<String, float[]> savedValues) {
    mark = saved;
    values.clear();
    values.putAll(savedValues);
  }
}
