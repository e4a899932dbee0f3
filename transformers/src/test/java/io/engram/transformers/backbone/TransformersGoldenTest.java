package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.backbone.folder.HuggingFaceFolder;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tiny random encoders against what Hugging Face transformers computes with the same weights; made
 * by {@code src/test/python/tiny_encoders.py} and {@code tiny_image_encoders.py}.
 */
class TransformersGoldenTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/io/engram/transformers/backbone/tiny");
  private static final float TOLERANCE = 1e-5f;

  @TempDir Path work;

  @ParameterizedTest
  @ValueSource(strings = {"bert", "bert-gelu-new", "roberta", "distilbert"})
  void hiddenStatesAndPooledVectorsEqualTransformers(String name) throws IOException {
    try (WeightFile golden = golden(name);
        Backbone encoder = imported(name).load();
        TensorScope scope = TensorScope.open()) {
      TokenBatch batch = batch(golden);
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray hidden = encoder.embed(scope.manager(), batch);
      for (int layer = 0; layer <= encoder.config().layers(); layer++) {
        if (layer > 0) {
          hidden = encoder.encode(hidden, mask, layer - 1, layer, LayerHook.IDENTITY);
        }
        try (NDArray real = hidden.mul(mask.tokens())) {
          assertClose(real, golden.read("hidden." + layer), "hidden state " + layer);
        }
      }
      String pooling = name.equals("distilbert") ? "cls" : "mean";
      assertClose(encoder.pool(hidden, mask), golden.read(pooling), pooling + " pooling");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit", "vit-grey", "vit-interpolated", "deit", "deit-interpolated"})
  void pixelsInToFeaturesOutEqualTransformers(String name) throws IOException {
    try (WeightFile golden = golden(name);
        Backbone encoder = imported(name).load();
        TensorScope scope = TensorScope.open()) {
      PixelBatch batch = pixels(golden.read("pixels"), encoder.config().maxLength());
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray hidden = encoder.embed(scope.manager(), batch);
      for (int layer = 0; layer <= encoder.config().layers(); layer++) {
        if (layer > 0) {
          hidden = encoder.encode(hidden, mask, layer - 1, layer, LayerHook.IDENTITY);
        }
        assertClose(hidden, golden.read("hidden." + layer), "hidden state " + layer);
      }
      assertClose(encoder.pool(hidden, mask), golden.read("pooled"), "pooled");
    }
  }

  @Test
  void aPictureFileInToItsFeaturesOutEqualsTransformers() throws IOException {
    try (WeightFile golden = golden("vit");
        LoadedBackbone loaded = new LoadedBackbone(imported("vit"))) {
      assertThat(loaded.kind()).isEqualTo(InputKind.IMAGE);
      InputReader reader = loaded.reader(1, ImageLimits.DEFAULT);
      List<ModelInput> rows = new ArrayList<>();
      for (Pixels picture : pixels(golden.read("pixels"), 17).pictures()) {
        rows.add(reader.read(new RawInput.Image(png(picture))));
      }
      FrozenPass pass =
          new FrozenPass(
              loaded.backbone(),
              new FrozenPass.Wanted(1, true, true, Precision.FLOAT32),
              new FrozenPass.Batching(2, 1000));
      List<FrozenPass.Features> features = pass.run(rows);
      FloatTensor pooled = golden.read("pooled");
      FloatTensor hidden = golden.read("hidden.1");
      for (int row = 0; row < features.size(); row++) {
        assertThat(features.get(row).pooled())
            .containsExactly(row(pooled, row), Offset.offset(TOLERANCE));
        assertThat(Precision.FLOAT32.decode(features.get(row).hidden()))
            .containsExactly(row(hidden, row), Offset.offset(TOLERANCE));
      }
    }
  }

  private static float[] row(FloatTensor tensor, int row) {
    int size = tensor.values().length / Math.toIntExact(tensor.shape()[0]);
    return Arrays.copyOfRange(tensor.values(), row * size, (row + 1) * size);
  }

  private static byte[] png(Pixels picture) throws IOException {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < picture.width() * picture.height(); pixel++) {
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        rgb = rgb << 8 | picture.values()[3 * pixel + channel] & 0xff;
      }
      image.setRGB(pixel % picture.width(), pixel / picture.width(), rgb);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  void oneHeadOnThePooledVectorGivesTheAveragedLogitsOfDeiT() throws IOException {
    try (WeightFile golden = golden("deit");
        TensorScope scope = TensorScope.open()) {
      NDArray pooled = array(scope, golden.read("pooled"));
      NDArray weight = array(scope, golden.read("head.weight"));
      NDArray logits =
          pooled.matMul(weight.transpose()).add(array(scope, golden.read("head.bias")));
      assertClose(logits, golden.read("logits"), "logits");
    }
  }

  private BackboneFolder imported(String name) {
    return BackboneImporter.importInto(
        work.resolve(name), new HuggingFaceFolder(FOLDER.resolve(name), name, "Apache-2.0"));
  }

  private static WeightFile golden(String name) {
    return Safetensors.open(FOLDER.resolve(name).resolve("golden.safetensors"));
  }

  private static NDArray array(TensorScope scope, FloatTensor tensor) {
    return scope.manager().create(tensor.values(), new Shape(tensor.shape()));
  }

  /** {@code [rows, height, width, channels]} of 8 bit values. */
  private static PixelBatch pixels(FloatTensor tensor, int length) {
    int height = Math.toIntExact(tensor.shape()[1]);
    int width = Math.toIntExact(tensor.shape()[2]);
    int channels = Math.toIntExact(tensor.shape()[3]);
    List<Pixels> rows = new ArrayList<>();
    for (int row = 0; row < tensor.shape()[0]; row++) {
      byte[] values = new byte[height * width * channels];
      for (int i = 0; i < values.length; i++) {
        values[i] = (byte) tensor.values()[row * values.length + i];
      }
      rows.add(new Pixels(values, height, width, channels, length));
    }
    return PixelBatch.of(rows);
  }

  private static void assertClose(NDArray actual, FloatTensor expected, String what) {
    assertThat(actual.getShape()).isEqualTo(new Shape(expected.shape()));
    float[] values = actual.toFloatArray();
    float largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - expected.values()[i]));
    }
    assertThat(largest).as("largest difference of %s", what).isLessThanOrEqualTo(TOLERANCE);
  }

  private static TokenBatch batch(WeightFile golden) {
    float[] lengths = golden.read("lengths").values();
    int[] rows = new int[lengths.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (int) lengths[i];
    }
    FloatTensor ids = golden.read("ids");
    return new TokenBatch(
        whole(ids), whole(golden.read("types")), rows, Math.toIntExact(ids.shape()[1]));
  }

  private static long[] whole(FloatTensor tensor) {
    long[] values = new long[tensor.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) tensor.values()[i];
    }
    return values;
  }
}
