package io.engram.transformers.backbone;

import io.engram.transformers.weights.FloatTensor;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Random weights by name: the same seed, the same values. */
final class RandomTensors {
  private final SortedMap<String, FloatTensor> tensors = new TreeMap<>();
  private final Random random;

  RandomTensors(long seed) {
    random = new Random(seed);
  }

  InMemoryWeightFile file() {
    return new InMemoryWeightFile(tensors);
  }

  void linear(String prefix, int out, int in) {
    normal(prefix + ".weight", out, in);
    normal(prefix + ".bias", out);
  }

  void norm(String prefix, int hidden) {
    normal(prefix + ".weight", hidden);
    float[] gain = tensors.get(prefix + ".weight").values();
    for (int i = 0; i < hidden; i++) {
      gain[i] += 1;
    }
    normal(prefix + ".bias", hidden);
  }

  void normal(String name, long... shape) {
    int size = 1;
    for (long dimension : shape) {
      size *= (int) dimension;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    tensors.put(name, new FloatTensor(shape, values));
  }
}
