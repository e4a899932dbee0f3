package io.engram.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.runtime.TensorScope;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FullAdapterTest {
  private static final FullConfig CONFIG = new FullConfig(64, 1);

  @Test
  void hasEveryWeightOfTheChangedLayersButTheBiasOfKeys() {
    AdapterWeights weights = AdapterInitializer.fresh(CONFIG, TinyBackbone.config(), 1);
    assertThat(weights.parameters())
        .isEqualTo(2 * (EncoderConfig.layerParameters(32, 64) - 32))
        .isEqualTo(CONFIG.parameters(3, 32));
    assertThat(weights.tensors()).doesNotContainKey("layer.1.key.bias");
    weights.tensors().values().forEach(tensor -> assertThat(tensor.values()).containsOnly(0f));
  }

  @Test
  void aFreshOneIsThePlainEncoderBitForBit() {
    AdapterWeights weights = AdapterInitializer.fresh(CONFIG, TinyBackbone.config(), 1);
    try (BertEncoder encoder = TinyBackbone.create(1);
        TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), false)) {
      NDArray hidden = scope.manager().randomNormal(new Shape(2, 3, 32));
      AttentionMask mask = AttentionMask.of(scope.manager(), new int[] {3, 2}, 3);
      float[] plain = encoder.encode(hidden, mask, 0, 3, LayerHook.IDENTITY).toFloatArray();
      assertThat(encoder.encode(hidden, mask, 0, 3, adapter).toFloatArray()).isEqualTo(plain);
      Arrays.fill(weights.tensors().get("layer.2.output_norm.bias").values(), 2f);
      try (Adapter moved = Adapter.of(weights, scope.manager(), false)) {
        float[] changed = encoder.encode(hidden, mask, 0, 3, moved).toFloatArray();
        assertThat(changed[0] - plain[0]).isBetween(1.999f, 2.001f);
      }
      assertThat(encoder.encode(hidden, mask, 0, 3, LayerHook.IDENTITY).toFloatArray())
          .as("the frozen weights stay as they are")
          .isEqualTo(plain);
    }
  }

  @Test
  void refusesAnotherWidthThanTheEncoderHas() {
    assertThatThrownBy(
            () -> AdapterInitializer.fresh(new FullConfig(24, 1), TinyBackbone.config(), 1))
        .hasMessageContaining("feed-forward block, 64, got 24");
    AdapterWeights weights = AdapterInitializer.fresh(CONFIG, TinyBackbone.config(), 1);
    assertThat(AdapterWidening.widen(weights, 64, 1)).isEqualTo(weights);
    assertThatThrownBy(() -> AdapterWidening.widen(weights, 65, 1))
        .hasMessageContaining("cannot be widened");
  }
}
