package io.engram.transformers.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBundleTest {
  private static final String DENSE = "bert/encoder/layer_11/output/dense/";
  private static final BundleBytes BUNDLE =
      new BundleBytes()
          .floats("bert/embeddings/word_embeddings", new long[] {2, 3}, 1, 2, 3, 4, 5, 6)
          .floats("bert/embeddings/LayerNorm/gamma", new long[] {2}, -1, 1)
          .floats(DENSE + "kernel", new long[] {3, 2}, 1, 2, 3, 4, 5, 6)
          .floats(DENSE + "bias", new long[] {2}, 7, 8)
          .tensor("global_step", 9, 0, new long[] {}, 0, 0);

  @TempDir Path folder;

  @Test
  void kernelsAreTransposedAndEverythingIsNamedAsPyTorchDoes() throws IOException {
    Path index = Files.write(folder.resolve("variables.index"), BUNDLE.index());
    Path data = Files.write(folder.resolve("variables.data-00000-of-00001"), BUNDLE.data());
    try (TensorBundle bundle = TensorBundle.open(index, data)) {
      assertThat(bundle.names())
          .containsExactlyInAnyOrder(
              "bert.embeddings.word_embeddings.weight",
              "bert.embeddings.LayerNorm.gamma",
              "bert.encoder.layer.11.output.dense.weight",
              "bert.encoder.layer.11.output.dense.bias",
              "global_step");
      assertThat(bundle.shape("bert.encoder.layer.11.output.dense.weight")).containsExactly(2, 3);
      assertThat(bundle.read("bert.encoder.layer.11.output.dense.weight"))
          .isEqualTo(FloatTensor.matrix(2, 3, new float[] {1, 3, 5, 2, 4, 6}));
      assertThat(bundle.read("bert.embeddings.word_embeddings.weight"))
          .isEqualTo(FloatTensor.matrix(2, 3, new float[] {1, 2, 3, 4, 5, 6}));
      assertThat(bundle.read("bert.encoder.layer.11.output.dense.bias"))
          .isEqualTo(FloatTensor.vector(7, 8));
    }
  }

  @Test
  void aTensorOfIntegersIsNotReadAsWeights() throws IOException {
    try (TensorBundle bundle = TensorBundle.of("model", BUNDLE.index(), BUNDLE.data())) {
      assertThatThrownBy(() -> bundle.read("global_step"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("model", "'global_step'", "got 9");
      assertThatThrownBy(() -> bundle.shape("pooler"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("model", "'pooler'");
    }
  }

  @Test
  void everyTruncationOfTheIndexIsRefused() {
    byte[] index = BUNDLE.index();
    for (int length = 0; length < index.length; length++) {
      byte[] truncated = Arrays.copyOf(index, length);
      assertThatThrownBy(() -> TensorBundle.of("model", truncated, BUNDLE.data()))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("model");
    }
  }

  @Test
  void missingDataIsNoticedBeforeAnythingIsRead() {
    byte[] data = BUNDLE.data();
    assertThatThrownBy(
            () -> TensorBundle.of("model", BUNDLE.index(), Arrays.copyOf(data, data.length - 1)))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContainingAll("model", "'global_step'", "the file has " + (data.length - 1));
  }

  @Property
  void noFlippedBitOfTheDataIsServed(
      @ForAll @IntRange(max = 16 * Float.BYTES - 1) int position,
      @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    byte[] flipped = BUNDLE.data();
    flipped[position] ^= (byte) (1 << bit);
    try (TensorBundle bundle = TensorBundle.of("model", BUNDLE.index(), flipped)) {
      assertThatThrownBy(
              () ->
                  bundle.names().stream()
                      .filter(name -> !name.equals("global_step"))
                      .forEach(bundle::read))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("checksum differs");
    }
  }

  @Property
  void aFlippedBitOfTheIndexIsRefusedOrChangesNothing(
      @ForAll @IntRange(max = 1 << 20) int position, @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    byte[] flipped = BUNDLE.index();
    flipped[position % flipped.length] ^= (byte) (1 << bit);
    try (TensorBundle bundle = TensorBundle.of("model", flipped, BUNDLE.data())) {
      assertThat(bundle.read("bert.embeddings.LayerNorm.gamma"))
          .isEqualTo(FloatTensor.vector(-1, 1));
    } catch (WeightFileException refused) {
      assertThat(refused).hasMessageStartingWith("model");
    }
  }

  @Test
  void aDamagedBlockIsNamed() {
    byte[] index = new BundleBytes().floats("a", new long[] {1}, 1).withDamagedBlock().index();
    assertThatThrownBy(() -> TensorBundle.of("model", index, new byte[4]))
        .hasMessageContainingAll("model", "block at byte 0", "checksum");
  }

  @Test
  void namesThatShareALongBeginningCountAsLongAsTheyAre() throws IOException {
    BundleBytes bundle = new BundleBytes();
    for (int i = 0; i < 64; i++) {
      bundle.floats("a".repeat(1 << 10) + i, new long[] {1}, 1);
    }
    byte[] index = bundle.index();
    assertThat(index).hasSizeLessThan(1 << 13);
    assertThat(LevelDbTable.entries(ByteSource.of(index), 1 << 17)).hasSize(65);
    assertThatThrownBy(() -> LevelDbTable.entries(ByteSource.of(index), 1 << 15))
        .isInstanceOf(IOException.class)
        .hasMessage("its blocks and keys take more than 32768 bytes");
  }

  @Test
  void aShapeThatDoesNotFitItsDataIsRefused() {
    for (long[] shape : new long[][] {{3}, {1L << 40, 1L << 40}, {1 << 30, 2}}) {
      BundleBytes bundle = new BundleBytes().floats("a", shape, 1, 2);
      assertThatThrownBy(() -> TensorBundle.of("model", bundle.index(), bundle.data()))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("model", "'a'", Arrays.toString(shape));
    }
  }

  @Test
  void aBundleOfSeveralFilesIsRefused() {
    BundleBytes bundle = new BundleBytes().tensor("a", 1, 3, new long[] {1}, 1);
    assertThatThrownBy(() -> TensorBundle.of("model", bundle.index(), bundle.data()))
        .hasMessageContainingAll("model", "'a'", "data file 3");
  }

  @Test
  void twoTensorsOfOneNameAreRefused() {
    BundleBytes bundle =
        new BundleBytes().floats("a/b", new long[] {1}, 1).floats("a.b", new long[] {1}, 2);
    assertThatThrownBy(() -> TensorBundle.of("model", bundle.index(), bundle.data()))
        .hasMessageContainingAll("model", "'a/b'", "twice");
  }
}
