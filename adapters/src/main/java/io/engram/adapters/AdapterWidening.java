package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Grows the bottleneck of a trained adapter without changing what it computes. */
public final class AdapterWidening {
  private AdapterWidening() {}

  /**
   * The adapter with more units in every bottleneck. A new unit's down-projection is drawn as at
   * initialisation and its up-projection is zero, so the output is the same until it is trained.
   *
   * @param width new width, at least the present one
   * @param seed of the new units
   */
  public static AdapterWeights widen(AdapterWeights weights, int width, long seed) {
    if (!(weights.config() instanceof BottleneckConfig config)) {
      throw new IllegalArgumentException("not a bottleneck adapter: " + weights.config());
    }
    int old = config.width();
    if (width < old) {
      throw new IllegalArgumentException(
          "an adapter of width " + old + " cannot be widened to " + width);
    }
    int hidden = AdapterTensors.hidden(weights.tensors());
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              FloatTensor wider = tensor;
              if (name.endsWith(".down.weight")) {
                float[] values = Arrays.copyOf(tensor.values(), width * hidden);
                Random random = new Random(TaskSeed.of(seed, name));
                AdapterInitializer.fill(values, old * hidden, values.length, random);
                wider = FloatTensor.matrix(width, hidden, values);
              } else if (name.endsWith(".down.bias")) {
                wider = FloatTensor.vector(Arrays.copyOf(tensor.values(), width));
              } else if (name.endsWith(".up.weight")) {
                wider = FloatTensor.matrix(hidden, width, padRows(tensor.values(), old, width));
              }
              tensors.put(name, wider);
            });
    return new AdapterWeights(
        new BottleneckConfig(config.placement(), width, config.fromLayer()), tensors);
  }

  private static float[] padRows(float[] values, int old, int width) {
    int rows = values.length / old;
    float[] padded = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * old, padded, row * width, old);
    }
    return padded;
  }
}
