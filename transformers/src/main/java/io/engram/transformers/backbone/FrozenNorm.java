package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;

/** A frozen LayerNorm over the last axis; the result belongs to the input's manager. */
final class FrozenNorm implements LayerHook.Norm {
  private final NDArray gain;
  private final NDArray shift;
  private final Shape axis;
  private final float epsilon;

  FrozenNorm(NDArray gain, NDArray shift, Shape axis, float epsilon) {
    this.gain = gain;
    this.shift = shift;
    this.axis = axis;
    this.epsilon = epsilon;
  }

  /**
   * @param prefix tensor names before {@code .weight} and {@code .bias}
   */
  static FrozenNorm load(
      NDManager owner, CheckedWeights weights, String prefix, EncoderConfig config) {
    int hidden = config.hidden();
    return new FrozenNorm(
        weights.load(owner, prefix + ".weight", hidden),
        weights.load(owner, prefix + ".bias", hidden),
        new Shape(hidden),
        (float) config.layerNormEpsilon());
  }

  /** The norm with a change added; what is computed lives as long as {@code scope}. */
  FrozenNorm plus(NDManager scope, LayerChange.Affine change) {
    return new FrozenNorm(
        LayerChange.sum(scope, gain, change.weight()),
        LayerChange.sum(scope, shift, change.bias()),
        axis,
        epsilon);
  }

  @Override
  public NDArray apply(NDArray input) {
    return LayerNorm.layerNorm(input, axis, gain, shift, epsilon).singletonOrThrow();
  }
}
