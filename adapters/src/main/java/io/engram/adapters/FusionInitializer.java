package io.engram.adapters;

import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A fusion that has learnt nothing: it adds about the mean of what its adapters add. */
public final class FusionInitializer {
  /** Off the diagonal of a value matrix, as in the Python {@code adapters} library. */
  private static final float OFF_DIAGONAL = 1e-6f;

  private FusionInitializer() {}

  /**
   * Query and key are drawn from {@code N(0, 0.02²)}, every tensor from its own generator, seeded
   * by ({@code seed}, tensor name); biases are 0; value is the identity, and {@code 1e-6} off its
   * diagonal.
   */
  public static FusionWeights fresh(FusionConfig config, EncoderConfig encoder, long seed) {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    config
        .shapes(encoder.layers(), encoder.hidden())
        .forEach((name, shape) -> tensors.put(name, initial(name, shape, seed)));
    return new FusionWeights(config, tensors);
  }

  private static FloatTensor initial(String name, long[] shape, long seed) {
    int hidden = Math.toIntExact(shape[0]);
    if (shape.length == 1) {
      return new FloatTensor(shape, new float[hidden]);
    }
    float[] values = new float[Math.multiplyExact(hidden, hidden)];
    if (Fusion.isValue(name)) {
      Arrays.fill(values, OFF_DIAGONAL);
      for (int i = 0; i < hidden; i++) {
        values[i * hidden + i] = 1;
      }
    } else {
      AdapterInitializer.fill(values, 0, values.length, new Random(TaskSeed.of(seed, name)));
    }
    return new FloatTensor(shape, values);
  }
}
