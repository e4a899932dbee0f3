package io.engram.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import io.engram.adapters.BottleneckConfig.Placement;

/**
 * {@code B(u) = W_up act(W_down u + b_down) + b_up} for every token; swish for Houlsby (Houlsby et
 * al. 2019), relu for Pfeiffer (Pfeiffer et al. 2021).
 *
 * @param downWeight {@code [width, hidden]}
 * @param downBias {@code [width]}
 * @param upWeight {@code [hidden, width]}
 * @param upBias {@code [hidden]}
 */
record Bottleneck(
    Placement placement, NDArray downWeight, NDArray downBias, NDArray upWeight, NDArray upBias) {

  /**
   * @param input {@code [batch, length, hidden]}
   * @return same shape, in the manager of {@code input}
   */
  NDArray apply(NDArray input) {
    try (NDArray units = Linear.linear(input, downWeight, downBias).singletonOrThrow();
        NDArray active = activate(placement, units)) {
      return Linear.linear(active, upWeight, upBias).singletonOrThrow();
    }
  }

  /** act, in the manager of {@code units}. */
  static NDArray activate(Placement placement, NDArray units) {
    if (placement == Placement.PFEIFFER) {
      return Activation.relu(units);
    }
    try (NDArray gate = Activation.sigmoid(units)) {
      return units.mul(gate);
    }
  }
}
