package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BertEncoderTest extends BackboneContract {

  @Override
  protected Backbone load(long seed) {
    return TinyBackbone.create(seed);
  }

  @Override
  protected List<? extends ModelInput> rows(int count, long seed) {
    return rows(count, 20, seed);
  }

  @Override
  protected ModelInput foreign() {
    return new Pixels(new byte[3], 1, 1, 3, 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Pooling.class,
      names = {"MEAN", "CLS"})
  void paddingChangesNoRow(Pooling pooling) {
    try (BertEncoder pooled = TinyBackbone.create(TinyBackbone.config(pooling), 1)) {
      List<TokenIds> rows = rows(12, 30, 3);
      float[][] together = pooled(pooled, rows);
      for (int i = 0; i < rows.size(); i++) {
        float[] alone = pooled(pooled, List.of(rows.get(i)))[0];
        for (int j = 0; j < alone.length; j++) {
          assertThat(together[i][j]).isCloseTo(alone[j], Offset.offset(1e-5f));
        }
      }
    }
  }

  @Test
  void longRowsWhoseScoresAreComputedInPartsGetWhatTheyGetAlone() {
    BertConfig config =
        new BertConfig("bert", 1, 32, 16, 64, 100, 300, 2, 0, 1e-12, "gelu", Pooling.MEAN);
    List<TokenIds> rows = new ArrayList<>();
    Random random = new Random(2);
    for (int length : new int[] {300, 300, 300, 299, 150}) {
      rows.add(row(random, length));
    }
    try (BertEncoder wide = TinyBackbone.create(config, 1)) {
      float[][] together = pooled(wide, rows);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(together[i])
            .containsExactly(pooled(wide, List.of(rows.get(i)))[0], Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void whatAHookAddsToQueryAndValueIsWhatTheirBiasesWouldAdd() {
    Map<String, FloatTensor> tensors = tensors();
    Random random = new Random(8);
    float[] query = gaussian(random);
    float[] value = gaussian(random);
    add(query, tensors.get("encoder.layer.1.attention.self.query.bias"));
    add(value, tensors.get("encoder.layer.1.attention.self.value.bias"));
    LayerHook hook =
        new LayerHook() {
          @Override
          public void beforeAttention(int layer, NDArray x, Projections projections) {
            if (layer == 1) {
              try (NDArray zero = x.mul(0f);
                  NDArray toQuery = zero.add(x.getManager().create(query));
                  NDArray toValue = zero.add(x.getManager().create(value))) {
                projections.addToQuery(toQuery);
                projections.addToValue(toValue);
              }
            }
          }
        };
    List<TokenIds> rows = rows(4, 10, 5);
    try (BertEncoder changed =
        BertEncoder.load(TinyBackbone.config(), new InMemoryWeightFile(tensors), "changed")) {
      float[][] expected = pooled(changed, rows);
      float[][] actual = pooled(backbone(), rows, hook);
      assertThat(expected).isNotEqualTo(pooled(backbone(), rows));
      for (int row = 0; row < expected.length; row++) {
        assertThat(actual[row]).containsExactly(expected[row], Offset.offset(1e-5f));
      }
    }
  }

  private static float[] gaussian(Random random) {
    float[] values = new float[32];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void add(float[] change, FloatTensor bias) {
    for (int i = 0; i < change.length; i++) {
      bias.values()[i] += change[i];
    }
  }

  @Test
  void aMissingTensorIsNamedWithItsShape() {
    Map<String, FloatTensor> tensors = tensors();
    tensors.remove("encoder.layer.2.output.dense.weight");
    assertThatThrownBy(() -> load(tensors))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("encoder.layer.2.output.dense.weight is missing")
        .hasMessageContaining("[32, 64]");
  }

  @Test
  void aWrongShapeIsNamedWithBothShapes() {
    Map<String, FloatTensor> tensors = tensors();
    tensors.put("encoder.layer.0.attention.self.key.bias", FloatTensor.vector(new float[31]));
    int before = NeuralRuntime.get().liveArrays();
    assertThatThrownBy(() -> load(tensors))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("encoder.layer.0.attention.self.key.bias has shape [31]")
        .hasMessageContaining("needs [32]");
    assertThat(NeuralRuntime.get().liveArrays()).as("nothing is left behind").isEqualTo(before);
  }

  @Test
  void aTokenOutsideTheVocabularyIsNamed() {
    TokenIds row = new TokenIds(new int[] {1, 100, 2}, new int[3], false);
    assertThatThrownBy(() -> pooled(backbone(), List.of(row)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token id 100 in row 0");
  }

  @Test
  void aTokenTypeTheEncoderDoesNotHaveIsNamed() {
    for (int type : new int[] {-1, 2}) {
      TokenIds row = new TokenIds(new int[] {1, 3, 2}, new int[] {0, type, 0}, false);
      assertThatThrownBy(() -> pooled(backbone(), List.of(row)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("token type " + type + " in row 0")
          .hasMessageContaining("2 token types");
    }
  }

  @Test
  void aBatchLongerThanThePositionsIsRefused() {
    assertThatThrownBy(() -> pooled(backbone(), List.of(row(new Random(1), 65))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65 tokens")
        .hasMessageContaining("64 positions");
  }

  private static void load(Map<String, FloatTensor> tensors) {
    BertEncoder.load(TinyBackbone.config(), new InMemoryWeightFile(tensors), "broken").close();
  }

  private static Map<String, FloatTensor> tensors() {
    return new TreeMap<>(TinyBackbone.weights(TinyBackbone.config(), 1).tensors());
  }

  private static List<TokenIds> rows(int count, int longest, long seed) {
    Random random = new Random(seed);
    List<TokenIds> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(random, 2 + random.nextInt(longest - 1)));
    }
    return rows;
  }

  private static TokenIds row(Random random, int length) {
    int[] ids = random.ints(length, 0, 100).toArray();
    int[] types = new int[length];
    Arrays.fill(types, length / 2, length, 1);
    return new TokenIds(ids, types, false);
  }
}
