package io.engram.adapters.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.backbone.LayerHook;
import java.util.SplittableRandom;

/**
 * Sub-blocks left out at random, each row for itself (Huang et al. 2016): what a sub-block adds is
 * multiplied by 0 with a probability that rises linearly from 0 in the first layer to a rate in the
 * last one, else by 1 / (1 - probability). For one step.
 */
final class StochasticDepth implements LayerHook {
  private final double rate;
  private final int layers;
  private final SplittableRandom random;

  /**
   * @param rate of the last layer, in [0, 1)
   * @param seed of the step
   */
  StochasticDepth(double rate, int layers, long seed) {
    this.rate = rate;
    this.layers = layers;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public NDArray afterAttention(int layer, NDArray projection, NDArray residual, Norm norm) {
    return LayerHook.IDENTITY.afterAttention(layer, dropped(layer, projection), residual, norm);
  }

  @Override
  public NDArray afterFeedForward(int layer, NDArray projection, NDArray residual, Norm norm) {
    return LayerHook.IDENTITY.afterFeedForward(layer, dropped(layer, projection), residual, norm);
  }

  private NDArray dropped(int layer, NDArray projection) {
    double probability = layers == 1 ? rate : rate * layer / (layers - 1);
    if (probability == 0) {
      return projection;
    }
    float[] factors = new float[(int) projection.getShape().get(0)];
    for (int row = 0; row < factors.length; row++) {
      factors[row] = random.nextDouble() < probability ? 0f : (float) (1 / (1 - probability));
    }
    Shape shape = new Shape(factors.length, 1, 1);
    return projection.muli(projection.getManager().create(factors, shape));
  }
}
