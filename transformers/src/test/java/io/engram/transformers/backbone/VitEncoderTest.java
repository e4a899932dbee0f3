package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resize;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VitEncoderTest extends BackboneContract {

  @Override
  protected Backbone load(long seed) {
    return TinyVit.create(seed);
  }

  @Override
  protected List<? extends ModelInput> rows(int count, long seed) {
    return TinyVit.rows(TinyVit.config(), count, seed);
  }

  @Override
  protected ModelInput foreign() {
    return new TokenIds(new int[3], new int[3], false);
  }

  @ParameterizedTest
  @CsvSource({"vit, CLS, 0, 1", "vit, MEAN, 0, 13", "deit, CLS_AND_DISTILLATION, 0, 2"})
  void everyPoolingIsTheMeanOfItsTokensAfterTheFinalNorm(
      String family, Pooling pooling, int from, int to) {
    VitConfig config = TinyVit.config(family, pooling);
    try (VitEncoder encoder = TinyVit.create(config, 5);
        VitEncoder single = TinyVit.create(TinyVit.config(family, Pooling.CLS), 5);
        TensorScope scope = TensorScope.open()) {
      PixelBatch batch = PixelBatch.of(TinyVit.rows(config, 2, 3));
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray hidden =
          encoder.encode(encoder.embed(scope.manager(), batch), mask, 0, 3, LayerHook.IDENTITY);
      float[] expected = new float[2 * 32];
      for (int token = from; token < to; token++) {
        float[] values = single.pool(hidden.get(":, " + token + ":"), mask).toFloatArray();
        for (int i = 0; i < values.length; i++) {
          expected[i] += values[i] / (to - from);
        }
      }
      assertThat(encoder.pool(hidden, mask).toFloatArray())
          .containsExactly(expected, Offset.offset(1e-5f));
    }
  }

  @Test
  void deiTHasOneTokenMoreAndAllTokensCountAsItsLength() {
    VitConfig deit = TinyVit.config("deit", Pooling.CLS);
    assertThat(TinyVit.config().maxLength()).isEqualTo(13);
    assertThat(deit.maxLength()).isEqualTo(14);
    try (VitEncoder encoder = TinyVit.create(deit, 1);
        TensorScope scope = TensorScope.open()) {
      NDArray embedded = encoder.embed(scope.manager(), PixelBatch.of(TinyVit.rows(deit, 2, 1)));
      assertThat(embedded.getShape().getShape()).containsExactly(2, 14, 32);
    }
  }

  @ParameterizedTest
  @CsvSource({"vit, CLS", "deit, CLS_AND_DISTILLATION"})
  void parametersAreTheValuesOfAllTensors(String family, Pooling pooling) {
    VitConfig config = TinyVit.config(family, pooling);
    long values =
        TinyVit.weights(config, 1).tensors().values().stream()
            .mapToLong(tensor -> tensor.values().length)
            .sum();
    assertThat(config.parameters()).isEqualTo(values);
  }

  @Test
  void pixelsThatFillNoPatchChangeNothing() {
    VitConfig config = TinyVit.config().withImage(new PixelSize(18, 15));
    List<Pixels> rows = TinyVit.rows(config, 1, 4);
    byte[] changed = rows.get(0).values().clone();
    int line = 15 * 3;
    Arrays.fill(changed, 16 * line, changed.length, (byte) 7);
    for (int row = 0; row < 18; row++) {
      Arrays.fill(changed, row * line + 12 * 3, (row + 1) * line, (byte) 9);
    }
    Pixels other = new Pixels(changed, 18, 15, 3, config.maxLength());
    try (VitEncoder encoder = TinyVit.create(config, 1)) {
      assertThat(changed).isNotEqualTo(rows.get(0).values());
      assertThat(pooled(encoder, List.of(other))).isEqualTo(pooled(encoder, rows));
      changed[0] ^= 64;
      assertThat(pooled(encoder, List.of(other))).isNotEqualTo(pooled(encoder, rows));
    }
  }

  @Test
  void aPictureOfAnotherSizeIsRefused() {
    Pixels small = new Pixels(new byte[8 * 8 * 3], 8, 8, 3, 13);
    assertThatThrownBy(() -> pooled(backbone(), List.of(small)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 x 12 pixels and 3 channels, got 8 x 8 and 3");
  }

  @Test
  void settingsThatMakePicturesOfAnotherSizeAreRefused() {
    VitConfig config = TinyVit.config();
    ImageSettings settings =
        new ImageSettings(new PixelSize(16, 16), 3, new Resize.None(), true, 1, half(), half());
    assertThatThrownBy(() -> VitEncoder.load(config, settings, TinyVit.weights(config, 1), "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 x 12")
        .hasMessageContaining("16 x 16");
  }

  private static List<Double> half() {
    return List.of(0.5, 0.5, 0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "embeddings.cls_token, '[1, 1, 32]'",
    "embeddings.position_embeddings, '[1, 13, 32]'",
    "embeddings.patch_embeddings.projection.weight, '[32, 3, 4, 4]'",
    "encoder.layer.2.attention.attention.value.bias, [32]",
    "encoder.layer.0.layernorm_after.weight, [32]",
    "layernorm.bias, [32]"
  })
  void aTensorThatIsMissingOrOfAnotherShapeIsNamedAndNothingIsLeftBehind(
      String name, String shape) {
    Map<String, FloatTensor> tensors =
        new TreeMap<>(TinyVit.weights(TinyVit.config(), 1).tensors());
    int before = NeuralRuntime.get().liveArrays();
    tensors.put(name, FloatTensor.vector(new float[31]));
    assertRefused(tensors, name + " has shape [31]", shape);
    tensors.remove(name);
    assertRefused(tensors, name + " is missing", shape);
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  private static void assertRefused(Map<String, FloatTensor> tensors, String... expected) {
    VitConfig config = TinyVit.config();
    assertThatThrownBy(
            () ->
                VitEncoder.load(
                    config, TinyVit.settings(config), new InMemoryWeightFile(tensors), "broken"))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContainingAll(expected);
  }
}
