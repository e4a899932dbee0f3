package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.transformers.backbone.folder.CanonicalTensors;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainableVitTest {
  private static final PixelSize SIZE = new PixelSize(8, 12);

  private static VitConfig config(String family, int channels, boolean bias) {
    Pooling pooling = family.equals("deit") ? Pooling.CLS_AND_DISTILLATION : Pooling.CLS;
    return new VitConfig(
        family, 2, 16, 4, 24, SIZE, channels, 4, 2, 3, bias, 1e-6, "gelu", pooling);
  }

  private static ImageSettings settings(int channels) {
    return new ImageSettings(
        SIZE,
        channels,
        new Resize.Exact(SIZE, Resampling.BILINEAR),
        false,
        1 / 255.0,
        List.of(0.4, 0.5, 0.1).subList(0, channels),
        List.of(0.3, 0.2, 0.6).subList(0, channels));
  }

  private static SortedMap<String, FloatTensor> weights(VitConfig config) {
    Random random = new Random(3);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    CanonicalTensors.of(config)
        .forEach(
            (name, shape) -> {
              float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.2 * random.nextGaussian());
              }
              tensors.put(name, new FloatTensor(shape, values));
            });
    return tensors;
  }

  private static float[] pooled(Backbone backbone, TensorScope scope, int channels) {
    Random random = new Random(5);
    List<Pixels> pictures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] values = new byte[8 * 12 * channels];
      random.nextBytes(values);
      pictures.add(new Pixels(values, 8, 12, channels, backbone.config().maxLength()));
    }
    PixelBatch batch = PixelBatch.of(pictures);
    AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
    return backbone
        .pool(
            backbone.encode(backbone.embed(scope.manager(), batch), mask, 0, 2, LayerHook.IDENTITY),
            mask)
        .toFloatArray();
  }

  @ParameterizedTest
  @CsvSource({"vit,1,true", "vit,3,true", "vit,3,false", "deit,3,true"})
  void itsEncoderIsThatOfTheSameWeightsFrozen(String family, int channels, boolean bias) {
    VitConfig config = config(family, channels, bias);
    SortedMap<String, FloatTensor> weights = weights(config);
    Safetensors file = Safetensors.of("test", Safetensors.toBytes(weights, new TreeMap<>()));
    int before = NeuralRuntime.get().liveArrays();
    try (TensorScope scope = TensorScope.open();
        Backbone frozen = VitEncoder.load(config, settings(channels), file, "hash");
        TrainableVit vit = new TrainableVit(config, settings(channels), scope.manager(), weights)) {
      float[] expected = pooled(frozen, scope, channels);
      float[] actual = pooled(vit.encoder(scope.manager()), scope, channels);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
      }
      assertThat(vit.export()).isEqualTo(weights);
    }
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  @Test
  void imagesOfAnotherGridThanThePositionsAreRefused() {
    VitConfig config = config("vit", 1, true).withImage(new PixelSize(16, 12));
    try (TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(
              () -> new TrainableVit(config, settings(1), scope.manager(), new TreeMap<>()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2 x 3")
          .hasMessageContaining("4 x 3");
    }
  }
}
