package io.engram.consolidation.distillation;

import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Heads, adapters and rows of random values, for a {@code TinyBackbone}. */
public final class RandomParts {
  public static final int HIDDEN = 32;
  public static final int FROM_LAYER = 1;

  private RandomParts() {}

  public static Head head(int classes, long seed) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      names.add("class-" + c);
    }
    return new Head(
        new LabelSpace(names),
        FloatTensor.matrix(classes, HIDDEN, normal(new Random(seed), classes * HIDDEN, .5)),
        FloatTensor.vector(normal(new Random(-seed), classes, 1)));
  }

  public static AdapterWeights adapter(
      EncoderConfig encoder, AdapterKind kind, long seed, int width) {
    Random random = new Random(seed);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    AdapterWeights fresh =
        AdapterInitializer.fresh(AdapterConfigs.of(kind, width, FROM_LAYER), encoder, seed);
    fresh
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name,
                    new FloatTensor(tensor.shape(), normal(random, tensor.values().length, .3))));
    return new AdapterWeights(fresh.config(), tensors);
  }

  public static List<FeatureRow> rows(int count) {
    Random random = new Random(9);
    List<FeatureRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = 3 + i % 4;
      float[] hidden = normal(random, length * HIDDEN, 1);
      rows.add(new FeatureRow("row-" + i, -1, length, hidden, new float[0], new float[0]));
    }
    return rows;
  }

  private static float[] normal(Random random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
