package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives a trained adapter more units without changing what it computes. */
public final class AdapterWidening {
  private AdapterWidening() {}

  /**
   * The adapter with more units in every place. What a new unit reads is drawn as at
   * initialisation, what it adds is zero, so the output is the same until it is trained.
   *
   * @param width new width, at least the present one
   * @param seed of the new units
   */
  public static AdapterWeights widen(AdapterWeights weights, int width, long seed) {
    AdapterConfig config = weights.config();
    if (width < config.width()) {
      throw new IllegalArgumentException(
          "an adapter of width " + config.width() + " cannot be widened to " + width);
    }
    if (width == config.width()) {
      return weights;
    }
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    config
        .tensors(AdapterTensors.layers(weights.tensors()))
        .forEach(
            (name, role) -> {
              Random random = new Random(TaskSeed.of(seed, name));
              tensors.put(name, wider(weights.tensors().get(name), role, width, random));
            });
    return new AdapterWeights(config.withWidth(width), tensors);
  }

  private static FloatTensor wider(FloatTensor tensor, TensorRole role, int width, Random random) {
    float[] values = tensor.values();
    return switch (role) {
      case UNIT_INPUT -> {
        int hidden = (int) tensor.shape()[1];
        float[] more = Arrays.copyOf(values, width * hidden);
        AdapterInitializer.fill(more, values.length, more.length, random);
        yield FloatTensor.matrix(width, hidden, more);
      }
      case UNIT_BIAS -> FloatTensor.vector(Arrays.copyOf(values, width));
      case UNIT_OUTPUT -> {
        int hidden = (int) tensor.shape()[0];
        yield FloatTensor.matrix(hidden, width, padRows(values, values.length / hidden, width));
      }
      case UNIT_CHANGE, PROJECTION ->
          throw new IllegalArgumentException(
              "a change of the encoder's own weights is as wide as they are and cannot be widened");
      case BIAS -> tensor;
    };
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
