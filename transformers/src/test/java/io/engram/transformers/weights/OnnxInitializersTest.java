package io.engram.transformers.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.weights.OnnxBytes.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxInitializersTest {
  private static final byte[] MODEL =
      OnnxBytes.model(
          OnnxBytes.node("/encoder/layer.0/output/dense/MatMul", "MatMul", "x", "onnx::MatMul_7"),
          OnnxBytes.node("/other/Add", "Add", "x", "embeddings.LayerNorm.bias"),
          OnnxBytes.floats("embeddings.LayerNorm.bias", new long[] {2}, -1, 1),
          OnnxBytes.floats("onnx::MatMul_7", new long[] {3, 2}, 1, 2, 3, 4, 5, 6),
          OnnxBytes.integers("embeddings.position_ids", new long[] {1}, 0));

  @TempDir Path folder;

  @Test
  void kernelsAreNamedByTheirNodeAndTransposed() throws IOException {
    Path path = folder.resolve("model.onnx");
    Files.write(path, MODEL);
    try (OnnxInitializers file = OnnxInitializers.open(path)) {
      assertThat(file.names())
          .containsExactly(
              "embeddings.LayerNorm.bias",
              "encoder.layer.0.output.dense.weight",
              "embeddings.position_ids");
      assertThat(file.read("embeddings.LayerNorm.bias")).isEqualTo(FloatTensor.vector(-1, 1));
      assertThat(file.shape("encoder.layer.0.output.dense.weight")).containsExactly(2, 3);
      assertThat(file.read("encoder.layer.0.output.dense.weight"))
          .isEqualTo(FloatTensor.matrix(2, 3, new float[] {1, 3, 5, 2, 4, 6}));
    }
  }

  @Test
  void aTensorOfIntegersIsNotReadAsWeights() throws IOException {
    try (OnnxInitializers file = OnnxInitializers.of("model.onnx", MODEL)) {
      assertThatThrownBy(() -> file.read("embeddings.position_ids"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("model.onnx", "'embeddings.position_ids'", "got 7");
      assertThatThrownBy(() -> file.shape("pooler"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("model.onnx", "'pooler'");
    }
  }

  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < MODEL.length; length++) {
      byte[] truncated = Arrays.copyOf(MODEL, length);
      assertThatThrownBy(() -> OnnxInitializers.of("model.onnx", truncated))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("model.onnx");
    }
  }

  @Property
  void aFlippedBitIsRefusedOrReadsWithinTheFile(
      @ForAll @IntRange(max = 1 << 20) int position, @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    byte[] flipped = MODEL.clone();
    flipped[position % MODEL.length] ^= (byte) (1 << bit);
    try (OnnxInitializers file = OnnxInitializers.of("model.onnx", flipped)) {
      for (String name : file.names()) {
        try {
          assertThat(file.read(name).values()).hasSizeLessThanOrEqualTo(MODEL.length / 4);
        } catch (WeightFileException refused) {
          assertThat(refused).hasMessageContaining("model.onnx");
        }
      }
    } catch (WeightFileException refused) {
      assertThat(refused).hasMessageStartingWith("model.onnx");
    }
  }

  @Test
  void aShapeThatDoesNotFitItsDataIsRefused() {
    for (long[] shape : new long[][] {{3}, {-2}, {1L << 40, 1L << 40}, {1 << 30, 2}}) {
      byte[] model = OnnxBytes.model(OnnxBytes.floats("a", shape, 1, 2));
      assertThatThrownBy(() -> OnnxInitializers.of("model.onnx", model))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("model.onnx", "'a'", Arrays.toString(shape));
    }
  }

  @Test
  void dataOutsideTheFileIsRefused() {
    Message external = OnnxBytes.floats("a", new long[] {0}).varint(14, 1);
    assertThatThrownBy(() -> OnnxInitializers.of("model.onnx", OnnxBytes.model(external)))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContainingAll("model.onnx", "'a'", "outside the file");
  }

  @Test
  void twoTensorsOfOneNameAreRefused() {
    byte[] model =
        OnnxBytes.model(
            OnnxBytes.floats("a", new long[] {1}, 1), OnnxBytes.floats("a", new long[] {1}, 2));
    assertThatThrownBy(() -> OnnxInitializers.of("model.onnx", model))
        .hasMessageContainingAll("model.onnx", "'a'", "twice");
  }
}
