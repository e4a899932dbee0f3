package io.engram.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTest {
  private static final LayerHook.Norm DOUBLE = input -> input.mul(2f);

  static BertConfig encoder(int layers, int hidden) {
    return new BertConfig(
        "bert", layers, hidden, 1, 4 * hidden, 10, 16, 2, 0, 1e-12, "gelu", Pooling.MEAN);
  }

  @ParameterizedTest
  @CsvSource({
    "HOULSBY, 12, 768, 1789056",
    "PFEIFFER, 12, 768, 894528",
    "HOULSBY, 6, 384, 226080",
    "PFEIFFER, 6, 384, 113040",
    "HOULSBY, 6, 768, 894528"
  })
  void parameterCountsAreThePublishedOnes(
      Placement placement, int layers, int hidden, long expected) {
    BertConfig encoder = encoder(layers, hidden);
    BottleneckConfig config = BottleneckConfig.reduced(placement, encoder, 16, 0);
    assertThat(config.parameters(layers, hidden)).isEqualTo(expected);
    assertThat(AdapterInitializer.fresh(config, encoder, 1).parameters()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Placement.class)
  void afterInitialisationTheSubBlocksAreThePlainOnesBitForBit(Placement placement) {
    BertConfig encoder = encoder(2, 8);
    AdapterWeights weights =
        AdapterInitializer.fresh(new BottleneckConfig(placement, 3, 0), encoder, 7);
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), false)) {
      NDArray z = scope.manager().randomNormal(new Shape(2, 3, 8));
      NDArray x = scope.manager().randomNormal(new Shape(2, 3, 8));
      float[] plain = DOUBLE.apply(z.add(x)).toFloatArray();
      assertThat(adapter.afterAttention(1, z.duplicate(), x, DOUBLE).toFloatArray())
          .isEqualTo(plain);
      assertThat(adapter.afterFeedForward(0, z.duplicate(), x, DOUBLE).toFloatArray())
          .isEqualTo(plain);
    }
  }

  @Test
  void houlsbyComputesItsFormula() {
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(scalar(Placement.HOULSBY), scope.manager(), false)) {
      NDArray z = scope.manager().create(new float[] {1.5f}, new Shape(1, 1, 1));
      NDArray x = scope.manager().create(new float[] {-0.25f}, new Shape(1, 1, 1));
      double unit = 2 * 1.5 + 0.5;
      double change = 3 * (unit / (1 + Math.exp(-unit))) - 1;
      float expected = (float) (2 * (1.5 + change - 0.25));
      assertThat(adapter.afterAttention(0, z.duplicate(), x, DOUBLE).toFloatArray()[0])
          .isEqualTo(expected, within(1e-5f));
      assertThat(adapter.afterFeedForward(0, z.duplicate(), x, DOUBLE).toFloatArray()[0])
          .isEqualTo(expected, within(1e-5f));
    }
  }

  @Test
  void pfeifferComputesItsFormulaAndLeavesAttentionAlone() {
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(scalar(Placement.PFEIFFER), scope.manager(), false)) {
      NDArray z = scope.manager().create(new float[] {1.5f}, new Shape(1, 1, 1));
      NDArray x = scope.manager().create(new float[] {-0.25f}, new Shape(1, 1, 1));
      double normed = 2 * 1.25;
      double change = 3 * Math.max(0, 2 * normed + 0.5) - 1;
      assertThat(adapter.afterAttention(0, z.duplicate(), x, DOUBLE).toFloatArray()[0])
          .isEqualTo(2.5f);
      assertThat(adapter.afterFeedForward(0, z.duplicate(), x, DOUBLE).toFloatArray()[0])
          .isEqualTo((float) (2 * (1.5 + change - 0.25)), within(1e-5f));
    }
  }

  @Test
  void layersBelowTheFirstAdaptedOneAreUntouched() {
    BertConfig encoder = encoder(3, 4);
    AdapterWeights weights =
        AdapterInitializer.fresh(new BottleneckConfig(Placement.HOULSBY, 2, 2), encoder, 3);
    weights.tensors().get("layer.2.output.up.bias").values()[0] = 5f;
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), false)) {
      NDArray z = scope.manager().ones(new Shape(1, 1, 4));
      assertThat(adapter.afterFeedForward(1, z.duplicate(), z, DOUBLE).toFloatArray())
          .containsOnly(4f);
      assertThat(adapter.afterFeedForward(2, z.duplicate(), z, DOUBLE).toFloatArray())
          .containsExactly(14f, 4f, 4f, 4f);
      assertThat(weights.tensors().keySet()).allMatch(name -> name.startsWith("layer.2."));
    }
  }

  @Test
  void exportGivesBackWhatWentIn() {
    AdapterWeights weights =
        AdapterInitializer.fresh(new BottleneckConfig(Placement.HOULSBY, 3, 0), encoder(2, 8), 42);
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), true)) {
      assertThat(adapter.export()).isEqualTo(weights);
    }
  }

  @Test
  void aWrongShapeIsNamedWithItsTensor() {
    AdapterWeights weights = scalar(Placement.HOULSBY);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>(weights.tensors());
    tensors.put("layer.0.attention.down.weight", FloatTensor.matrix(1, 2, new float[2]));
    AdapterWeights broken = new AdapterWeights(weights.config(), tensors);
    try (TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(() -> Adapter.of(broken, scope.manager(), false))
          .hasMessageContaining("layer.0.attention.down.weight")
          .hasMessageContaining("[1, 1]")
          .hasMessageContaining("[1, 2]");
    }
  }

  /** One unit, one dimension: {@code B(u) = 3 act(2 u + 0.5) - 1}. */
  private static AdapterWeights scalar(Placement placement) {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    for (BottleneckConfig.Site site : BottleneckConfig.Site.of(placement)) {
      tensors.put(site.prefix(0) + "down.weight", FloatTensor.matrix(1, 1, new float[] {2f}));
      tensors.put(site.prefix(0) + "down.bias", FloatTensor.vector(0.5f));
      tensors.put(site.prefix(0) + "up.weight", FloatTensor.matrix(1, 1, new float[] {3f}));
      tensors.put(site.prefix(0) + "up.bias", FloatTensor.vector(-1f));
    }
    return new AdapterWeights(new BottleneckConfig(placement, 1, 0), tensors);
  }
}
