package io.engram.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;
import io.engram.transformers.runtime.EngineValues;

/**
 * Adds {@code (alpha / r) B A x} to query and value of every adapted layer, with x what they
 * project. The sub-blocks themselves stay plain.
 */
final class LoraAdapter extends Adapter {
  private final double scale;
  private final LowRank[] queries;
  private final LowRank[] values;

  /**
   * @param inputs A, {@code [r, hidden]}
   * @param outputs B, {@code [hidden, r]}
   */
  private record LowRank(NDArray inputs, NDArray outputs) {}

  LoraAdapter(LoraConfig config, AdapterWeights weights, NDManager owner, boolean trainable) {
    super(weights, owner, trainable);
    scale = config.scale();
    queries = lowRank("query");
    values = lowRank("value");
  }

  private LowRank[] lowRank(String projection) {
    LowRank[] byLayer = new LowRank[layers()];
    for (int layer = config().fromLayer(); layer < layers(); layer++) {
      String prefix = LoraConfig.prefix(layer, projection);
      byLayer[layer] =
          new LowRank(parameters().get(prefix + "lora_A"), parameters().get(prefix + "lora_B"));
    }
    return byLayer;
  }

  @Override
  public void beforeAttention(int layer, NDArray input, Projections projections) {
    if (!adapts(layer)) {
      return;
    }
    try (NDArray change = change(queries[layer], input)) {
      projections.addToQuery(change);
    }
    try (NDArray change = change(values[layer], input)) {
      projections.addToValue(change);
    }
  }

  private NDArray change(LowRank lowRank, NDArray input) {
    try (NDArray units = Linear.linear(input, lowRank.inputs()).singletonOrThrow()) {
      EngineValues.timesInPlace(units, scale);
      return Linear.linear(units, lowRank.outputs()).singletonOrThrow();
    }
  }
}
