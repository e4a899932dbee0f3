package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BertEncoderTest {
  private static BertEncoder encoder;

  @BeforeAll
  static void load() {
    encoder = TinyBackbone.create(1);
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void encodingInTwoPartsEqualsEncodingInOneBitForBit() {
    TokenBatch batch = TokenBatch.of(rows(5, 20, 7));
    for (int middle = 0; middle <= 3; middle++) {
      try (TensorScope scope = TensorScope.open()) {
        AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
        NDArray input = encoder.embed(scope.manager(), batch);
        NDArray whole = encoder.encode(input, mask, 0, 3, LayerHook.IDENTITY);
        NDArray lower = encoder.encode(input, mask, 0, middle, LayerHook.IDENTITY);
        NDArray parts = encoder.encode(lower, mask, middle, 3, LayerHook.IDENTITY);
        assertThat(parts.toFloatArray()).isEqualTo(whole.toFloatArray());
      }
    }
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
  void aHookThatDoesWhatThePlainSubBlockDoesGivesThePlainEncoder() {
    LayerHook byHand =
        new LayerHook() {
          @Override
          public NDArray afterAttention(int layer, NDArray z, NDArray x, Norm norm) {
            return norm.apply(x.add(z));
          }

          @Override
          public NDArray afterFeedForward(int layer, NDArray z, NDArray x, Norm norm) {
            return norm.apply(x.add(z));
          }
        };
    List<TokenIds> rows = rows(4, 10, 5);
    assertThat(pooled(encoder, rows, byHand)).isEqualTo(pooled(encoder, rows));
  }

  @Test
  void theHookIsCalledOnceForEachSubBlockOfTheLayersEncoded() {
    List<String> calls = new ArrayList<>();
    LayerHook counting =
        new LayerHook() {
          @Override
          public void beforeAttention(int layer, NDArray x, Projections projections) {
            calls.add("projections " + layer);
          }

          @Override
          public NDArray afterAttention(int layer, NDArray z, NDArray x, Norm norm) {
            calls.add("attention " + layer);
            return LayerHook.super.afterAttention(layer, z, x, norm);
          }

          @Override
          public NDArray afterFeedForward(int layer, NDArray z, NDArray x, Norm norm) {
            calls.add("feed-forward " + layer);
            return LayerHook.super.afterFeedForward(layer, z, x, norm);
          }
        };
    TokenBatch batch = TokenBatch.of(rows(2, 5, 6));
    try (TensorScope scope = TensorScope.open()) {
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      encoder.encode(encoder.embed(scope.manager(), batch), mask, 1, 3, counting);
    }
    assertThat(calls)
        .containsExactly(
            "projections 1",
            "attention 1",
            "feed-forward 1",
            "projections 2",
            "attention 2",
            "feed-forward 2");
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
      float[][] actual = pooled(encoder, rows, hook);
      assertThat(expected).isNotEqualTo(pooled(encoder, rows));
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
  void twoHundredForwardPassesLeaveTheNumberOfLiveArraysAsItWas() {
    List<TokenIds> rows = rows(6, 20, 9);
    pooled(encoder, rows);
    int before = NeuralRuntime.get().liveArrays();
    assertThat(before).as("weights of the encoder").isGreaterThan(20);
    for (int i = 0; i < 200; i++) {
      pooled(encoder, rows);
    }
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  @Test
  void aForwardPassKeepsOnlyItsResult() {
    TokenBatch batch = TokenBatch.of(rows(3, 9, 4));
    try (TensorScope scope = TensorScope.open()) {
      NDArray input = encoder.embed(scope.manager(), batch);
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      int before = scope.manager().getManagedArrays().size();
      encoder.pool(encoder.encode(input, mask, 0, 3, LayerHook.IDENTITY), mask);
      assertThat(scope.manager().getManagedArrays()).hasSize(before + 2);
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
    assertThatThrownBy(() -> pooled(encoder, List.of(row)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token id 100 in row 0");
  }

  @Test
  void aBatchLongerThanThePositionsIsRefused() {
    assertThatThrownBy(() -> pooled(encoder, List.of(row(new Random(1), 65))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65 tokens")
        .hasMessageContaining("64 positions");
  }

  @Test
  void layersOutsideTheEncoderAreRefused() {
    assertThatThrownBy(() -> encoder.encode(null, null, 2, 4, LayerHook.IDENTITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 to 4");
  }

  private static void load(Map<String, FloatTensor> tensors) {
    BertEncoder.load(TinyBackbone.config(), new InMemoryWeightFile(tensors), "broken").close();
  }

  private static Map<String, FloatTensor> tensors() {
    return new TreeMap<>(TinyBackbone.weights(TinyBackbone.config(), 1).tensors());
  }

  private static float[][] pooled(BertEncoder encoder, List<TokenIds> rows) {
    return pooled(encoder, rows, LayerHook.IDENTITY);
  }

  private static float[][] pooled(BertEncoder encoder, List<TokenIds> rows, LayerHook hook) {
    TokenBatch batch = TokenBatch.of(rows);
    int hidden = encoder.config().hidden();
    try (TensorScope scope = TensorScope.open()) {
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray input = encoder.embed(scope.manager(), batch);
      NDArray output = encoder.encode(input, mask, 0, encoder.config().layers(), hook);
      float[] values = encoder.pool(output, mask).toFloatArray();
      float[][] result = new float[rows.size()][];
      for (int i = 0; i < result.length; i++) {
        result[i] = Arrays.copyOfRange(values, i * hidden, (i + 1) * hidden);
      }
      return result;
    }
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
