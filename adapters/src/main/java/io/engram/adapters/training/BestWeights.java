package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Early stopping: the weights of the epoch with the smallest validation loss, on the heap. */
final class BestWeights {
  private final SortedMap<String, float[]> values = new TreeMap<>();
  private double loss = Double.POSITIVE_INFINITY;
  private double accuracy = Double.NaN;
  private int epoch;

  /** Keeps the present weights when they are better than the kept ones. */
  void offer(int newEpoch, double newLoss, double newAccuracy, Map<String, NDArray> parameters) {
    if (newLoss < loss) {
      loss = newLoss;
      accuracy = newAccuracy;
      epoch = newEpoch;
      parameters.forEach((name, array) -> values.put(name, array.toFloatArray()));
    }
  }

  /** Puts the kept weights back; nothing when none were kept. */
  void restore(Map<String, NDArray> parameters) {
    values.forEach((name, kept) -> parameters.get(name).set(FloatBuffer.wrap(kept)));
  }

  /** Epoch of the kept weights, from 1; 0 when none were kept. */
  int epoch() {
    return epoch;
  }

  double accuracy() {
    return accuracy;
  }
}
