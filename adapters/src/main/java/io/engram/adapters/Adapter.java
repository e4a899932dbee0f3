package io.engram.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.runtime.LiveTensors;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An adapter in the engine, to be inserted into an encoder. Layers below {@code fromLayer} are the
 * plain encoder. Safe for use from several threads at once unless it is being trained.
 */
public abstract sealed class Adapter implements LayerHook, AutoCloseable
    permits BottleneckAdapter, LoraAdapter, FullAdapter {
  private final AdapterConfig config;
  private final int layers;
  private final SortedMap<String, NDArray> parameters = new TreeMap<>();

  Adapter(AdapterWeights weights, NDManager owner, boolean trainable) {
    config = weights.config();
    AdapterTensors.check(config, weights.tensors());
    layers = AdapterTensors.layers(weights.tensors());
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              NDArray array = owner.create(tensor.values(), new Shape(tensor.shape()));
              array.setRequiresGradient(trainable);
              parameters.put(name, array);
            });
  }

  /**
   * Copies weights into the engine.
   *
   * @param owner manager of the arrays; closing it or the adapter frees them
   * @param trainable whether the arrays take gradients
   * @throws IllegalArgumentException when a tensor is missing, too many, or of another shape
   */
  public static Adapter of(AdapterWeights weights, NDManager owner, boolean trainable) {
    if (weights.config() instanceof LoraConfig lora) {
      return new LoraAdapter(lora, weights, owner, trainable);
    }
    if (weights.config() instanceof FullConfig) {
      return new FullAdapter(weights, owner, trainable);
    }
    return new BottleneckAdapter((BottleneckConfig) weights.config(), weights, owner, trainable);
  }

  public AdapterConfig config() {
    return config;
  }

  /** The live arrays by tensor name; an optimiser changes them in place. */
  public SortedMap<String, NDArray> parameters() {
    return Collections.unmodifiableSortedMap(parameters);
  }

  /** A copy of the present values outside the engine. */
  public AdapterWeights export() {
    return new AdapterWeights(config, LiveTensors.copy(parameters));
  }

  /** Layers of the encoder the adapter was made for. */
  int layers() {
    return layers;
  }

  /**
   * Whether a layer is adapted.
   *
   * @throws IllegalArgumentException when the adapter was made for an encoder with fewer layers
   */
  boolean adapts(int layer) {
    if (layer >= layers) {
      throw new IllegalArgumentException(
          "the adapter was made for " + layers + " layers, the encoder has more");
    }
    return layer >= config.fromLayer();
  }

  @Override
  public void close() {
    parameters.values().forEach(NDArray::close);
  }
}
