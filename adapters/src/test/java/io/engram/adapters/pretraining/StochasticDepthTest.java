package io.engram.adapters.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.runtime.TensorScope;
import org.junit.jupiter.api.Test;

class StochasticDepthTest {
  private static final int ROWS = 4000;

  /** What a sub-block whose projection is 1 adds to each row. */
  private static float[] added(double rate, int layer, int layers, long seed) {
    try (TensorScope scope = TensorScope.open()) {
      Shape shape = new Shape(ROWS, 1, 1);
      NDArray projection = scope.manager().ones(shape);
      NDArray residual = scope.manager().zeros(shape);
      return new StochasticDepth(rate, layers, seed)
          .afterAttention(layer, projection, residual, LayerHook.Norm.NONE)
          .toFloatArray();
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void theFirstLayerIsAlwaysThereAndTheLastIsLeftOutMostOften() {
    assertThat(added(0.4, 0, 3, 1)).containsOnly(1f);
    float[] middle = added(0.4, 1, 3, 1);
    float[] last = added(0.4, 2, 3, 1);
    assertThat(middle).containsOnly(0f, 1.25f);
    assertThat(last).containsOnly(0f, (float) (1 / 0.6));
    assertThat(mean(middle)).isCloseTo(1, within(0.05));
    assertThat(mean(last)).isCloseTo(1, within(0.05));
  }

  @Test
  void sameSeedLeavesOutTheSameRows() {
    assertThat(added(0.4, 2, 3, 7)).isEqualTo(added(0.4, 2, 3, 7));
    assertThat(added(0.4, 2, 3, 8)).isNotEqualTo(added(0.4, 2, 3, 7));
  }
}
