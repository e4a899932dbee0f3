package io.engram.adapters;

import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.FloatTensor;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Weights of an adapter that has learnt nothing: the adapted encoder equals the plain one. */
public final class AdapterInitializer {
  /** Standard deviation of the down-projection. */
  static final double DEVIATION = 0.02;

  private AdapterInitializer() {}

  /**
   * {@code W_down ~ N(0, 0.02²)}, {@code W_up = 0}, biases 0. Every tensor has its own generator,
   * seeded by ({@code seed}, tensor name), so the bytes are the same on any machine and a layer's
   * weights do not depend on which other layers are adapted.
   *
   * @throws IllegalArgumentException when the adapter would start above the encoder's last layer
   */
  public static AdapterWeights fresh(AdapterConfig config, EncoderConfig encoder, long seed) {
    if (!(config instanceof BottleneckConfig bottleneck)) {
      throw new IllegalArgumentException("not a bottleneck adapter: " + config);
    }
    if (config.fromLayer() >= encoder.layers()) {
      throw new IllegalArgumentException(
          "fromLayer must be below the encoder's "
              + encoder.layers()
              + " layers, got "
              + config.fromLayer());
    }
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    AdapterTensors.shapes(bottleneck, encoder.layers(), encoder.hidden())
        .forEach((name, shape) -> tensors.put(name, initial(name, shape, seed)));
    return new AdapterWeights(config, tensors);
  }

  private static FloatTensor initial(String name, long[] shape, long seed) {
    int elements = 1;
    for (long dimension : shape) {
      elements = Math.multiplyExact(elements, Math.toIntExact(dimension));
    }
    float[] values = new float[elements];
    if (name.endsWith(".down.weight")) {
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
