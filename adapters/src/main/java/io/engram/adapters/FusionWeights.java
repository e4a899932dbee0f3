package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFileException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fusion outside any engine: the only form in which it leaves a JVM. Which adapters it attends to
 * is not part of it.
 *
 * @param config what the tensors belong to
 * @param tensors by the names of the Python {@code adapters} library without its prefix, {@code
 *     fusion} for its {@code adapter_fusion_layer.NAMES}: {@code
 *     layer.3.output.fusion.query.weight} {@code [hidden, hidden]}, {@code query.bias} {@code
 *     [hidden]}, {@code key.weight}, {@code value.weight}. The library's bias of the keys is left
 *     out: it adds the same to the score of every adapter, which softmax does not see
 */
public record FusionWeights(FusionConfig config, SortedMap<String, FloatTensor> tensors) {

  public FusionWeights {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  /**
   * Weights from outside, complete and of the right shapes.
   *
   * @param source what they come from, for messages
   * @throws WeightFileException naming the first tensor that is missing, too many, or of another
   *     shape
   */
  public static FusionWeights checked(
      String source, FusionConfig config, SortedMap<String, FloatTensor> tensors) {
    try {
      check(config, tensors);
    } catch (IllegalArgumentException e) {
      throw new WeightFileException(source + ": " + e.getMessage(), e);
    }
    return new FusionWeights(config, tensors);
  }

  /** Number of trained values. */
  public long parameters() {
    return tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
  }

  /** Layers of the encoder the weights were made for. */
  int layers() {
    return AdapterTensors.layers(tensors);
  }

  static void check(FusionConfig config, Map<String, FloatTensor> tensors) {
    // Of a tensor that holds values no dimension is larger than their number.
    int hidden =
        tensors.values().stream()
            .filter(tensor -> tensor.shape().length > 0 && tensor.values().length > 0)
            .mapToInt(tensor -> (int) tensor.shape()[0])
            .max()
            .orElse(0);
    SortedMap<String, long[]> expected = config.shapes(AdapterTensors.layers(tensors), hidden);
    if (expected.isEmpty()) {
      throw new IllegalArgumentException(config + " has none of the tensors it needs");
    }
    AdapterTensors.requireShapes(config, expected, tensors);
  }
}
