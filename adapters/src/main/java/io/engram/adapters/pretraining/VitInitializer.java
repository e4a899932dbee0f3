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
  /** Of tokens and positions. */
  private static final double DEVIATION = 0.02;

  /** In standard deviations. */
  private static final double CUT = 2;

  private VitInitializer() {}

  /**
   * Values from normal distributions cut off at two deviations: matrices with variance {@code 2 /
   * (in + out)} (Glorot and Bengio 2010, as ViT's authors begin), which for narrow encoders is much
   * more than the usual 0.02; the patch projection with {@code 1 / in}; tokens and positions with
   * deviation 0.02. Biases are 0, gains of norms 1. Every tensor has its own generator, seeded by
   * ({@code seed}, tensor name).
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
      double deviation = deviation(shape);
      for (int i = 0; i < elements; i++) {
        values[i] = (float) (deviation * truncated(random));
      }
    }
    return new FloatTensor(shape, values);
  }

  /** By shape: matrices are {@code [out, in]}, the projection {@code [out, channels, p, p]}. */
  private static double deviation(long[] shape) {
    return switch (shape.length) {
      case 2 -> Math.sqrt(2.0 / (shape[0] + shape[1]));
      case 4 -> Math.sqrt(1.0 / (shape[1] * shape[2] * shape[3]));
      default -> DEVIATION;
    };
  }

  private static double truncated(Random random) {
    double value = random.nextGaussian();
    while (Math.abs(value) > CUT) {
      value = random.nextGaussian();
    }
    return value;
  }
}
