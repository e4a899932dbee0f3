package io.engram.adapters.prediction;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.FusionWeights;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Serving models with random adapters and heads: the same seed, the same model. */
public final class TinyServing {
  private TinyServing() {}

  /**
   * Tasks {@code alpha} and {@code beta} in slot 0, {@code gamma} in slot 1, {@code delta} in slot
   * 2, {@code plain} without an adapter. Every slot has an adapter of another kind.
   */
  public static ServingModel model(EncoderConfig encoder, int fromLayer, long seed) {
    SortedMap<String, ServedTask> tasks = new TreeMap<>();
    tasks.put("alpha", new ServedTask(0, head(encoder, 3, seed + 1)));
    tasks.put("beta", new ServedTask(0, head(encoder, 2, seed + 2)));
    tasks.put("gamma", new ServedTask(1, head(encoder, 5, seed + 3)));
    tasks.put("delta", new ServedTask(2, head(encoder, 3, seed + 5)));
    tasks.put("plain", new ServedTask(ServingModel.IDENTITY_SLOT, head(encoder, 4, seed + 4)));
    return new ServingModel(
        fromLayer,
        List.of(
            adapter(AdapterKind.HOULSBY, encoder, fromLayer, seed),
            adapter(AdapterKind.PFEIFFER, encoder, fromLayer, seed),
            adapter(AdapterKind.LORA, encoder, fromLayer, seed)),
        tasks);
  }

  /**
   * Three Houlsby adapters: {@code alpha} and {@code beta} in slot 0, {@code fused-all} over all
   * slots, {@code fused-two} over 2 and 0, {@code plain} without an adapter.
   */
  public static ServingModel fused(EncoderConfig encoder, int fromLayer, long seed) {
    return fused(encoder, fromLayer, seed, -1);
  }

  /**
   * @param changed slot that has another adapter, or -1
   */
  static ServingModel fused(EncoderConfig encoder, int fromLayer, long seed, int changed) {
    SortedMap<String, ServedTask> tasks = new TreeMap<>();
    tasks.put("alpha", new ServedTask(0, head(encoder, 3, seed + 1)));
    tasks.put("beta", new ServedTask(0, head(encoder, 2, seed + 2)));
    TaskFusion all = new TaskFusion(List.of(0, 1, 2), fusion(encoder, fromLayer, seed + 6));
    tasks.put(
        "fused-all",
        new ServedTask(1, head(encoder, 3, seed + 3), Optional.of(all), Optional.empty()));
    TaskFusion two = new TaskFusion(List.of(2, 0), fusion(encoder, fromLayer, seed + 7));
    tasks.put(
        "fused-two",
        new ServedTask(2, head(encoder, 2, seed + 5), Optional.of(two), Optional.empty()));
    tasks.put("plain", new ServedTask(ServingModel.IDENTITY_SLOT, head(encoder, 4, seed + 4)));
    return new ServingModel(
        fromLayer,
        IntStream.range(0, 3)
            .mapToObj(
                slot ->
                    adapter(
                        AdapterKind.HOULSBY,
                        encoder,
                        fromLayer,
                        seed + slot + (slot == changed ? 50 : 0)))
            .toList(),
        tasks);
  }

  /** A fusion of Houlsby adapters every tensor of which is random. */
  public static FusionWeights fusion(EncoderConfig encoder, int fromLayer, long seed) {
    FusionConfig config =
        FusionConfig.of(AdapterConfigs.of(AdapterKind.HOULSBY, encoder.hidden() / 4, fromLayer));
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    config
        .shapes(encoder.layers(), encoder.hidden())
        .forEach(
            (name, shape) -> {
              int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
              float[] values = normal(size, seed ^ name.hashCode(), 0.2);
              tensors.put(name, new FloatTensor(shape, values));
            });
    return new FusionWeights(config, tensors);
  }

  /** An adapter every tensor of which is random, so that it changes the encoder's output. */
  public static AdapterWeights adapter(
      AdapterKind kind, EncoderConfig encoder, int fromLayer, long seed) {
    AdapterConfig config = AdapterConfigs.of(kind, encoder.hidden() / 4, fromLayer);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    AdapterInitializer.fresh(config, encoder, seed)
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name,
                    new FloatTensor(
                        tensor.shape(),
                        normal(tensor.values().length, seed ^ name.hashCode(), 0.2))));
    return new AdapterWeights(config, tensors);
  }

  /** A random head with classes {@code c0}, {@code c1} and so on. */
  public static Head head(EncoderConfig encoder, int classes, long seed) {
    return new Head(
        new LabelSpace(IntStream.range(0, classes).mapToObj(c -> "c" + c).toList()),
        FloatTensor.matrix(
            classes, encoder.hidden(), normal(classes * encoder.hidden(), seed, 0.5)),
        FloatTensor.vector(normal(classes, seed + 100, 0.5)));
  }

  /** A random head on random features. */
  public static Head head(EncoderConfig encoder, int classes, long seed, RandomFeatures features) {
    return new Head(
        head(encoder, classes, seed).labels(),
        Optional.of(features),
        FloatTensor.matrix(
            classes, features.width(), normal(classes * features.width(), seed, 0.5)),
        FloatTensor.vector(normal(classes, seed + 100, 0.5)));
  }

  private static float[] normal(int size, long seed, double deviation) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
