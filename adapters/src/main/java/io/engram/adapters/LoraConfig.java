package io.engram.adapters;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Low-rank changes of the query and value projections (Hu et al. 2022): {@code W + scale B A}, with
 * A {@code [r, hidden]} and B {@code [hidden, r]}.
 *
 * @param rank r, rank of each change
 * @param scale how strongly a change counts: {@code alpha / r}
 * @param fromLayer first adapted layer
 */
public record LoraConfig(int rank, double scale, int fromLayer) implements AdapterConfig {

  /** The projections that are changed, as they are called in the names of tensors. */
  static final List<String> PROJECTIONS = List.of("query", "value");

  public LoraConfig {
    if (rank < 1) {
      throw new IllegalArgumentException("LoRA's rank must be at least 1, got " + rank);
    }
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("LoRA's scale must be greater than 0, got " + scale);
    }
    if (fromLayer < 0) {
      throw new IllegalArgumentException("fromLayer must not be negative, got " + fromLayer);
    }
  }

  /** By alpha instead of the scale, as in the paper. */
  public static LoraConfig ofAlpha(int rank, double alpha, int fromLayer) {
    return new LoraConfig(rank, alpha / rank, fromLayer);
  }

  /** {@code layer.3.attention.query.} */
  static String prefix(int layer, String projection) {
    return "layer." + layer + ".attention." + projection + ".";
  }

  public double alpha() {
    return scale * rank;
  }

  @Override
  public AdapterKind kind() {
    return AdapterKind.LORA;
  }

  @Override
  public int width() {
    return rank;
  }

  @Override
  public LoraConfig withWidth(int units) {
    return new LoraConfig(units, scale, fromLayer);
  }

  @Override
  public SortedMap<String, TensorRole> tensors(int layers) {
    SortedMap<String, TensorRole> tensors = new TreeMap<>();
    for (int layer = fromLayer; layer < layers; layer++) {
      for (String projection : PROJECTIONS) {
        tensors.put(prefix(layer, projection) + "lora_A", TensorRole.UNIT_INPUT);
        tensors.put(prefix(layer, projection) + "lora_B", TensorRole.UNIT_OUTPUT);
      }
    }
    return tensors;
  }
}
