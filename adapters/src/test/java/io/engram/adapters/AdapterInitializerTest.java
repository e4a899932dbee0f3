package io.engram.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.runtime.TensorScope;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdapterInitializerTest {
  private static final BottleneckConfig HOULSBY = new BottleneckConfig(Placement.HOULSBY, 24, 1);

  @Test
  void drawsTheDownProjectionWithDeviationTwoHundredthsAndTheRestZero() {
    AdapterWeights weights = AdapterInitializer.fresh(HOULSBY, AdapterTest.encoder(2, 384), 5);
    float[] down = weights.tensors().get("layer.1.output.down.weight").values();
    double square = 0;
    for (float value : down) {
      square += value * value;
    }
    assertThat(Math.sqrt(square / down.length)).isEqualTo(0.02, within(0.0006));
    assertThat(weights.tensors().get("layer.1.output.up.weight").values()).containsOnly(0f);
    assertThat(weights.tensors().get("layer.1.output.down.bias").values()).containsOnly(0f);
  }

  @Test
  void theSameSeedGivesTheSameBytesForEver() {
    AdapterWeights weights = AdapterInitializer.fresh(HOULSBY, AdapterTest.encoder(2, 384), 5);
    assertThat(weights)
        .isEqualTo(AdapterInitializer.fresh(HOULSBY, AdapterTest.encoder(2, 384), 5))
        .isNotEqualTo(AdapterInitializer.fresh(HOULSBY, AdapterTest.encoder(2, 384), 6));
    assertThat(Arrays.hashCode(weights.tensors().get("layer.1.output.down.weight").values()))
        .isEqualTo(GOLDEN_HASH);
  }

  private static final int GOLDEN_HASH = 1831502376;

  @Test
  void refusesToStartAboveTheLastLayer() {
    assertThatThrownBy(() -> AdapterInitializer.fresh(HOULSBY, AdapterTest.encoder(1, 8), 5))
        .hasMessageContaining("fromLayer must be below the encoder's 1 layers, got 1");
  }

  @Test
  void aTasksSeedDependsOnRunAndTaskAlone() {
    assertThat(TaskSeed.of(1, "birds")).isEqualTo(TaskSeed.of(1, "birds"));
    assertThat(TaskSeed.of(1, "birds")).isNotEqualTo(TaskSeed.of(2, "birds"));
    assertThat(TaskSeed.of(1, "birds")).isNotEqualTo(TaskSeed.of(1, "fish"));
  }

  @Test
  void wideningChangesNothingAtFirst() {
    AdapterWeights weights = AdapterInitializer.fresh(HOULSBY, AdapterTest.encoder(2, 16), 5);
    Random random = new Random(1);
    weights
        .tensors()
        .values()
        .forEach(
            tensor -> {
              for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = (float) random.nextGaussian();
              }
            });
    AdapterWeights wide = AdapterWidening.widen(weights, 96, 9);
    assertThat(wide.config()).isEqualTo(new BottleneckConfig(Placement.HOULSBY, 96, 1));
    assertThat(wide.tensors().get("layer.1.output.down.weight").values()[24 * 16]).isNotZero();
    try (TensorScope scope = TensorScope.open();
        Adapter before = Adapter.of(weights, scope.manager(), false);
        Adapter after = Adapter.of(wide, scope.manager(), false)) {
      NDArray z = scope.manager().randomNormal(new Shape(2, 3, 16));
      float[] expected =
          before.afterFeedForward(1, z.duplicate(), z, input -> input.mul(1f)).toFloatArray();
      float[] actual =
          after.afterFeedForward(1, z.duplicate(), z, input -> input.mul(1f)).toFloatArray();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isEqualTo(expected[i], within(1e-4f));
      }
    }
  }

  @Test
  void refusesToMakeAnAdapterNarrower() {
    AdapterWeights weights = AdapterInitializer.fresh(HOULSBY, AdapterTest.encoder(2, 16), 5);
    assertThatThrownBy(() -> AdapterWidening.widen(weights, 23, 9))
        .hasMessage("an adapter of width 24 cannot be widened to 23");
  }
}
