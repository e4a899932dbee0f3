package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * An encoder's layers, one after another.
 *
 * @param layers from the lowest
 */
record LayerStack(List<Layer> layers) {

  /** One encoder layer with its insertion points. */
  @FunctionalInterface
  interface Layer {
    /**
     * @param input {@code [batch, length, hidden]}; stays open
     * @return {@code [batch, length, hidden]}, a new array
     */
    NDArray apply(NDArray input, AttentionMask mask, LayerHook hook);
  }

  LayerStack {
    layers = List.copyOf(layers);
  }

  /** See {@link Backbone#encode}. */
  NDArray encode(NDArray hidden, AttentionMask mask, int fromLayer, int toLayer, LayerHook hook) {
    if (fromLayer < 0 || toLayer < fromLayer || toLayer > layers.size()) {
      throw new IllegalArgumentException(
          "layers " + fromLayer + " to " + toLayer + " are not within 0 to " + layers.size());
    }
    NDArray current = hidden;
    for (Layer layer : layers.subList(fromLayer, toLayer)) {
      NDArray next = layer.apply(current, mask, hook);
      if (current != hidden) {
        current.close();
      }
      current = next;
    }
    return current;
  }
}
