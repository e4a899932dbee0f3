package io.engram.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoraAdapterTest {

  /** What was added, by projection. */
  private static final class Added implements LayerHook.Projections {
    private float[] query;
    private float[] value;

    @Override
    public void addToQuery(NDArray change) {
      query = change.toFloatArray();
    }

    @Override
    public void addToValue(NDArray change) {
      value = change.toFloatArray();
    }
  }

  @Test
  void parameterCountIsThePublishedOne() {
    LoraConfig config = LoraConfig.ofAlpha(8, 16, 0);
    assertThat(config.parameters(12, 768)).isEqualTo(294_912);
    assertThat(AdapterInitializer.fresh(config, AdapterTest.encoder(12, 768), 1).parameters())
        .isEqualTo(294_912);
  }

  @Test
  void addsTheScaledProductToQueryAndValue() {
    AdapterWeights weights = weights();
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), false)) {
      Added added = new Added();
      NDArray x = scope.manager().create(new float[] {1, 10}, new Shape(1, 1, 2));
      adapter.beforeAttention(1, x, added);
      assertThat(added.query).containsExactly(3 * (2 + 30) * 1f, 3 * (2 + 30) * -1f);
      assertThat(added.value).containsExactly(0, 3 * 10 * 4f);
    }
  }

  @Test
  void layersBelowTheFirstAdaptedOneAndTheSubBlocksAreUntouched() {
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights(), scope.manager(), false)) {
      Added added = new Added();
      NDArray x = scope.manager().ones(new Shape(1, 1, 2));
      adapter.beforeAttention(0, x, added);
      assertThat(added.query).isNull();
      assertThat(added.value).isNull();
      LayerHook.Norm same = input -> input.mul(1f);
      assertThat(adapter.afterAttention(1, x.duplicate(), x, same).toFloatArray()).containsOnly(2f);
      assertThat(adapter.afterFeedForward(1, x.duplicate(), x, same).toFloatArray())
          .containsOnly(2f);
      assertThatThrownBy(() -> adapter.beforeAttention(2, x, added))
          .hasMessageContaining("made for 2 layers");
    }
  }

  @Test
  void moreUnitsCountAsTheOldOnesDid() {
    LoraConfig config = LoraConfig.ofAlpha(3, 1, 0);
    assertThat(config.withWidth(5).withWidth(7).withWidth(3)).isEqualTo(config);
    assertThat(config.withWidth(6).alpha()).isEqualTo(2);
  }

  @Test
  void aScaleThatChangesNothingIsRefused() {
    assertThatThrownBy(() -> LoraConfig.ofAlpha(8, 0, 0)).hasMessageContaining("scale");
    assertThatThrownBy(() -> LoraConfig.ofAlpha(0, 8, 0)).hasMessageContaining("rank");
  }

  /** Rank 1 and scale 3 in layer 1 of 2. */
  private static AdapterWeights weights() {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("layer.1.attention.query.lora_A", FloatTensor.matrix(1, 2, new float[] {2, 3}));
    tensors.put("layer.1.attention.query.lora_B", FloatTensor.matrix(2, 1, new float[] {1, -1}));
    tensors.put("layer.1.attention.value.lora_A", FloatTensor.matrix(1, 2, new float[] {0, 1}));
    tensors.put("layer.1.attention.value.lora_B", FloatTensor.matrix(2, 1, new float[] {0, 4}));
    return new AdapterWeights(new LoraConfig(1, 3, 1), tensors);
  }
}
