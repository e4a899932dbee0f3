package io.engram.adapters;

import java.io.Serializable;
import java.util.SortedMap;

/**
 * Which trainable part is inserted into the frozen backbone, and where: something small, or a
 * change of the backbone's own weights.
 */
public sealed interface AdapterConfig extends Serializable
    permits BottleneckConfig, LoraConfig, FullConfig {

  AdapterKind kind();

  /**
   * Units in each place where the adapter sits: m of a bottleneck, r of a low-rank change, units of
   * the feed-forward block of a full one.
   */
  int width();

  /** First layer that is adapted; the layers below are a pure function of the row. */
  int fromLayer();

  /** The same adapter of another width; what is trained means the same in it. */
  AdapterConfig withWidth(int width);

  /** Whether both are one kind of adapter that begins at one layer, whatever their widths. */
  default boolean fits(AdapterConfig other) {
    return equals(other.withWidth(width()));
  }

  /** Every tensor by its name in {@link AdapterWeights}, for an encoder of so many layers. */
  SortedMap<String, TensorRole> tensors(int layers);

  /** Trainable parameters at the given shape. */
  default long parameters(int layers, int hidden) {
    long parameters = 0;
    for (TensorRole role : tensors(layers).values()) {
      long elements = 1;
      for (long dimension : role.shape(width(), hidden)) {
        elements *= dimension;
      }
      parameters += elements;
    }
    return parameters;
  }
}
