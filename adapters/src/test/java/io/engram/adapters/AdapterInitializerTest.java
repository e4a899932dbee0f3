package io.engram.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.runtime.TensorScope;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource(value = AdapterKind.class, mode = EnumSource.Mode.EXCLUDE, names = "FULL")
  void wideningChangesNothingAtFirst(AdapterKind kind) {
    AdapterConfig config = AdapterConfigs.of(kind, 24, 1);
    AdapterWeights weights = AdapterInitializer.fresh(config, TinyBackbone.config(), 5);
    Random random = new Random(1);
    weights
        .tensors()
        .values()
        .forEach(
            tensor -> {
              for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = (float) (0.2 * random.nextGaussian());
              }
            });
    AdapterWeights wide = AdapterWidening.widen(weights, 96, 9);
    assertThat(wide.config()).isEqualTo(AdapterConfigs.of(kind, 96, 1));
    assertThat(wide.parameters()).isEqualTo(wide.config().parameters(3, 32));
    assertThat(AdapterWidening.widen(weights, 96, 9)).isEqualTo(wide);
    config
        .tensors(3)
        .forEach(
            (name, role) -> {
              if (role == TensorRole.UNIT_INPUT) {
                assertThat(wide.tensors().get(name).values()[24 * 32]).isNotZero();
              }
            });
    try (BertEncoder encoder = TinyBackbone.create(1);
        TensorScope scope = TensorScope.open();
        Adapter before = Adapter.of(weights, scope.manager(), false);
        Adapter after = Adapter.of(wide, scope.manager(), false)) {
      NDArray hidden = scope.manager().randomNormal(new Shape(2, 3, 32));
      AttentionMask mask = AttentionMask.of(scope.manager(), new int[] {3, 2}, 3);
      float[] expected = encoder.encode(hidden, mask, 1, 3, before).toFloatArray();
      float[] actual = encoder.encode(hidden, mask, 1, 3, after).toFloatArray();
      float[] plain = encoder.encode(hidden, mask, 1, 3, LayerHook.IDENTITY).toFloatArray();
      assertThat(actual).containsExactly(expected, within(1e-4f));
      assertThat(plain).isNotEqualTo(expected);
    }
  }

  @Test
  void refusesToMakeAnAdapterNarrower() {
    AdapterWeights weights = AdapterInitializer.fresh(HOULSBY, AdapterTest.encoder(2, 16), 5);
    assertThatThrownBy(() -> AdapterWidening.widen(weights, 23, 9))
        .hasMessage("an adapter of width 24 cannot be widened to 23");
  }
}
