package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFileException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An adapter outside any engine: the only form in which it leaves a JVM.
 *
 * @param config what the tensors belong to
 * @param tensors by the names of the Python {@code adapters} library without its prefix, e.g.
 *     {@code layer.3.attention.down.weight} {@code [width, hidden]}, {@code layer.3.output.up.bias}
 *     {@code [hidden]}, {@code layer.3.attention.query.lora_A} {@code [rank, hidden]}
 */
public record AdapterWeights(AdapterConfig config, SortedMap<String, FloatTensor> tensors) {

  public AdapterWeights {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  /**
   * Weights from outside, complete and of the right shapes.
   *
   * @param source what they come from, for messages
   * @throws WeightFileException naming the first tensor that is missing, too many, or of another
   *     shape
   */
  public static AdapterWeights checked(
      String source, AdapterConfig config, SortedMap<String, FloatTensor> tensors) {
    try {
      AdapterTensors.check(config, tensors);
    } catch (IllegalArgumentException e) {
      throw new WeightFileException(source + ": " + e.getMessage(), e);
    }
    return new AdapterWeights(config, tensors);
  }

  /** Number of trained values. */
  public long parameters() {
    return tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
  }
}
