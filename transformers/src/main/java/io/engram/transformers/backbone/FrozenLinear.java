package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;

/**
 * A frozen {@code x W^T + b}; the result belongs to the input's manager.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}
 */
record FrozenLinear(NDArray weight, NDArray bias) {

  static FrozenLinear load(
      NDManager owner, CheckedWeights weights, String prefix, int out, int in) {
    return new FrozenLinear(
        weights.load(owner, prefix + ".weight", out, in),
        weights.load(owner, prefix + ".bias", out));
  }

  /** The map with a change added; what is computed lives as long as {@code scope}. */
  FrozenLinear plus(NDManager scope, LayerChange.Affine change) {
    return new FrozenLinear(
        LayerChange.sum(scope, weight, change.weight()),
        LayerChange.sum(scope, bias, change.bias()));
  }

  NDArray apply(NDArray input) {
    return Linear.linear(input, weight, bias).singletonOrThrow();
  }
}
