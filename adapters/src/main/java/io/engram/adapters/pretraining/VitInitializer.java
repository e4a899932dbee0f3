package io.engram.adapters.pretraining;

import io.engram.adapters.TaskSeed;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.backbone.folder.CanonicalTensors;
import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Weights of an image encoder that has learnt nothing. */
public final class VitInitializer {
  private static final double DEVIATION = 0.02;

  /** In standard deviations. */
  private static final double CUT = 2;

  private VitInitializer() {}

  /**
   * Matrices, tokens and positions from a normal distribution of deviation 0.02 cut off at two
   * deviations, biases 0, gains of norms 1, as ViT and DeiT begin. Every tensor has its own
   * generator, seeded by ({@code seed}, tensor name).
   */
  public static SortedMap<String, FloatTensor> fresh(VitConfig config, long seed) {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    CanonicalTensors.of(config)
        .forEach((name, shape) -> tensors.put(name, initial(name, shape, seed)));
    return tensors;
  }

  private static FloatTensor initial(String name, long[] shape, long seed) {
    int elements = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    float[] values = new float[elements];
    if (name.contains("layernorm") && name.endsWith(".weight")) {
      Arrays.fill(values, 1f);
    } else if (!name.endsWith(".bias")) {
      Random random = new Random(TaskSeed.of(seed, name));
      for (int i = 0; i < elements; i++) {
        values[i] = (float) (DEVIATION * truncated(random));
      }
    }
    return new FloatTensor(shape, values);
  }

  private static double truncated(Random random) {
    double value = random.nextGaussian();
    while (Math.abs(value) > CUT) {
      value = random.nextGaussian();
    }
    return value;
  }
}
