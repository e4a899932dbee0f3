package io.engram.adapters;

import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.FloatTensor;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Weights of an adapter that has learnt nothing: the adapted encoder equals the plain one. */
public final class AdapterInitializer {
  /** Standard deviation of what units read. */
  static final double DEVIATION = 0.02;

  private AdapterInitializer() {}

  /**
   * What units read is drawn from {@code N(0, 0.02²)}, what they add and the biases are 0. Every
   * tensor has its own generator, seeded by ({@code seed}, tensor name), so the bytes are the same
   * on any machine and a layer's weights do not depend on which other layers are adapted.
   *
   * @throws IllegalArgumentException when the adapter would start above the encoder's last layer
   */
  public static AdapterWeights fresh(AdapterConfig config, EncoderConfig encoder, long seed) {
    if (config.fromLayer() >= encoder.layers()) {
      throw new IllegalArgumentException(
          "fromLayer must be below the encoder's "
              + encoder.layers()
              + " layers, got "
              + config.fromLayer());
    }
    if (config instanceof FullConfig && config.width() != encoder.intermediate()) {
      throw new IllegalArgumentException(
          "a change of all weights has the width of the encoder's feed-forward block, "
              + encoder.intermediate()
              + ", got "
              + config.width());
    }
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    config
        .tensors(encoder.layers())
        .forEach(
            (name, role) -> {
              long[] shape = role.shape(config.width(), encoder.hidden());
              tensors.put(name, initial(name, role, shape, seed));
            });
    return new AdapterWeights(config, tensors);
  }

  private static FloatTensor initial(String name, TensorRole role, long[] shape, long seed) {
    int elements = 1;
    for (long dimension : shape) {
      elements = Math.multiplyExact(elements, Math.toIntExact(dimension));
    }
    float[] values = new float[elements];
    if (role == TensorRole.UNIT_INPUT) {
      fill(values, 0, elements, new Random(TaskSeed.of(seed, name)));
    }
    return new FloatTensor(shape, values);
  }

  static void fill(float[] values, int from, int to, Random random) {
    for (int i = from; i < to; i++) {
      values[i] = (float) (DEVIATION * random.nextGaussian());
    }
  }
}
