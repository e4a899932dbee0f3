package io.engram.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.AdapterTensors.Site;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.weights.FloatTensor;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A bottleneck adapter in the engine, to be inserted into an encoder. With B the {@link
 * Bottleneck}, z a sub-block's projection, x its residual input and LN its frozen LayerNorm:
 *
 * <ul>
 *   <li>Houlsby, both sub-blocks: {@code LN(z + B(z) + x)}.
 *   <li>Pfeiffer, feed-forward sub-block: {@code LN(z + B(LN(z + x)) + x)}.
 * </ul>
 *
 * Layers below {@code fromLayer} are the plain encoder. Safe for use from several threads at once
 * unless it is being trained.
 */
public final class Adapter implements LayerHook, AutoCloseable {
  private final BottleneckConfig config;
  private final SortedMap<String, NDArray> parameters = new TreeMap<>();
  private final Map<Site, Bottleneck[]> bottlenecks = new EnumMap<>(Site.class);

  private Adapter(AdapterWeights weights, NDManager owner, boolean trainable) {
    if (!(weights.config() instanceof BottleneckConfig bottleneckConfig)) {
      throw new IllegalArgumentException("not a bottleneck adapter: " + weights.config());
    }
    config = bottleneckConfig;
    AdapterTensors.check(config, weights.tensors());
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              NDArray array = owner.create(tensor.values(), new Shape(tensor.shape()));
              array.setRequiresGradient(trainable);
              parameters.put(name, array);
            });
    int layers = AdapterTensors.layers(weights.tensors());
    for (Site site : AdapterTensors.sites(config.placement())) {
      Bottleneck[] byLayer = new Bottleneck[layers];
      for (int layer = config.fromLayer(); layer < layers; layer++) {
        String prefix = site.prefix(layer);
        byLayer[layer] =
            new Bottleneck(
                config.placement(),
                parameters.get(prefix + "down.weight"),
                parameters.get(prefix + "down.bias"),
                parameters.get(prefix + "up.weight"),
                parameters.get(prefix + "up.bias"));
      }
      bottlenecks.put(site, byLayer);
    }
  }

  /**
   * Copies weights into the engine.
   *
   * @param owner manager of the arrays; closing it or the adapter frees them
   * @param trainable whether the arrays take gradients
   * @throws IllegalArgumentException when a tensor is missing, too many, or of another shape
   */
  public static Adapter of(AdapterWeights weights, NDManager owner, boolean trainable) {
    return new Adapter(weights, owner, trainable);
  }

  public BottleneckConfig config() {
    return config;
  }

  /** The live arrays by tensor name; an optimiser changes them in place. */
  public SortedMap<String, NDArray> parameters() {
    return Collections.unmodifiableSortedMap(parameters);
  }

  /** A copy of the present values outside the engine. */
  public AdapterWeights export() {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    parameters.forEach(
        (name, array) ->
            tensors.put(name, new FloatTensor(array.getShape().getShape(), array.toFloatArray())));
    return new AdapterWeights(config, tensors);
  }

  @Override
  public NDArray afterAttention(int layer, NDArray projection, NDArray residual, Norm norm) {
    return insert(Site.ATTENTION, layer, projection, residual, norm);
  }

  @Override
  public NDArray afterFeedForward(int layer, NDArray projection, NDArray residual, Norm norm) {
    return insert(Site.OUTPUT, layer, projection, residual, norm);
  }

  private NDArray insert(Site site, int layer, NDArray projection, NDArray residual, Norm norm) {
    Bottleneck[] byLayer = bottlenecks.get(site);
    if (layer < config.fromLayer() || byLayer == null) {
      projection.addi(residual);
      return norm.apply(projection);
    }
    if (layer >= byLayer.length) {
      throw new IllegalArgumentException(
          "the adapter was made for " + byLayer.length + " layers, the encoder has more");
    }
    Bottleneck bottleneck = byLayer[layer];
    return switch (config.placement()) {
      case HOULSBY -> {
        try (NDArray sum = bottleneck.apply(projection)) {
          sum.addi(projection);
          sum.addi(residual);
          yield norm.apply(sum);
        }
      }
      case PFEIFFER -> {
        projection.addi(residual);
        try (NDArray normed = norm.apply(projection);
            NDArray sum = bottleneck.apply(normed)) {
          sum.addi(projection);
          yield norm.apply(sum);
        }
      }
    };
  }

  @Override
  public void close() {
    parameters.values().forEach(NDArray::close);
  }
}
