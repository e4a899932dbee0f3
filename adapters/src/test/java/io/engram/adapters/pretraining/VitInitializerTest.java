package io.engram.adapters.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.transformers.backbone.folder.CanonicalTensors;
import io.engram.transformers.weights.FloatTensor;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class VitInitializerTest {
  /** A normal distribution cut off at two deviations has 0.88 of the deviation. */
  private static final double CUT = 0.8796;

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  @Test
  void everyTensorIsThereAndBeginsAsItsKindDoes() {
    SortedMap<String, FloatTensor> fresh = VitInitializer.fresh(ToyPictures.encoder(), 3);
    assertThat(fresh.keySet()).isEqualTo(CanonicalTensors.of(ToyPictures.encoder()).keySet());
    String layer = "encoder.layer.1.";
    assertThat(fresh.get(layer + "layernorm_before.weight").values()).containsOnly(1f);
    assertThat(fresh.get(layer + "layernorm_before.bias").values()).containsOnly(0f);
    assertThat(fresh.get(layer + "intermediate.dense.bias").values()).containsOnly(0f);
    double matrix = Math.sqrt(2.0 / (32 + 64));
    float[] values = fresh.get(layer + "intermediate.dense.weight").values();
    assertThat(deviation(values)).isCloseTo(CUT * matrix, within(0.05 * matrix));
    for (float value : values) {
      assertThat((double) value).isBetween(-2 * matrix - 1e-6, 2 * matrix + 1e-6);
    }
    float[] projection = fresh.get("embeddings.patch_embeddings.projection.weight").values();
    assertThat(deviation(projection)).isCloseTo(CUT / 3, within(0.03));
    float[] positions = fresh.get("embeddings.position_embeddings").values();
    assertThat(deviation(positions)).isCloseTo(CUT * 0.02, within(0.002));
  }

  @Test
  void aTensorDependsOnSeedAndNameAlone() {
    SortedMap<String, FloatTensor> fresh = VitInitializer.fresh(ToyPictures.encoder(), 3);
    assertThat(VitInitializer.fresh(ToyPictures.encoder(), 3)).isEqualTo(fresh);
    String name = "encoder.layer.0.output.dense.weight";
    assertThat(VitInitializer.fresh(ToyPictures.encoder(), 4).get(name))
        .isNotEqualTo(fresh.get(name));
    assertThat(fresh.get(name.replace("0", "1"))).isNotEqualTo(fresh.get(name));
  }
}
