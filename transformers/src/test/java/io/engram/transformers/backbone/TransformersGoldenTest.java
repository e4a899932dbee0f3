package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tiny random encoders against what Hugging Face transformers computes with the same weights; made
 * by {@code src/test/python/tiny_encoders.py}.
 */
class TransformersGoldenTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/io/engram/transformers/backbone/tiny");
  private static final float TOLERANCE = 1e-5f;

  @ParameterizedTest
  @CsvSource({
    "bert, 0, 2, gelu, 1e-12",
    "bert-gelu-new, 0, 2, gelu_new, 1e-12",
    "roberta, 2, 1, gelu, 1e-5"
  })
  void hiddenStatesAndPooledVectorsEqualTransformers(
      String name, int offset, int types, String activation, double epsilon) throws IOException {
    EncoderConfig config =
        new EncoderConfig(
            name, 2, 32, 4, 48, 100, 40 + offset, types, offset, epsilon, activation, Pooling.MEAN);
    try (WeightFile golden = Safetensors.open(FOLDER.resolve(name).resolve("golden.safetensors"));
        WeightFile weights = Safetensors.open(FOLDER.resolve(name).resolve("model.safetensors"));
        BertEncoder encoder = BertEncoder.load(config, weights, name);
        TensorScope scope = TensorScope.open()) {
      TokenBatch batch = batch(golden);
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray hidden = encoder.embed(scope.manager(), batch);
      for (int layer = 0; layer <= config.layers(); layer++) {
        if (layer > 0) {
          hidden = encoder.encode(hidden, mask, layer - 1, layer, LayerHook.IDENTITY);
        }
        try (NDArray real = hidden.mul(mask.tokens())) {
          assertClose(real, golden.read("hidden." + layer), "hidden state " + layer);
        }
      }
      assertClose(encoder.pool(hidden, mask), golden.read("mean"), "mean pooling");
    }
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
