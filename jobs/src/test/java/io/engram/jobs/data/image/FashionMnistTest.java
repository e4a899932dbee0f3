package io.engram.jobs.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.task.Split;
import io.engram.jobs.JobException;
import io.engram.jobs.data.archive.ToyArchives;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
  private static final int TRAIN = 200;
  private static final int TEST = 50;

  @TempDir Path folder;
  private FashionMnist set;

  @BeforeEach
  void write() throws IOException {
    Files.write(file(0), images(TRAIN));
    Files.write(file(1), labels(TRAIN));
    Files.write(file(2), images(TEST));
    Files.write(file(3), labels(TEST));
    set = new FashionMnist(() -> folder);
  }

  @Test
  void tasksAreFivePairsOfClasses() {
    assertThat(set.tables())
        .hasSize(5)
        .containsEntry("tasks/fashion-mnist-t-shirt-trouser", List.of("t-shirt", "trouser"))
        .containsEntry("tasks/fashion-mnist-bag-ankle-boot", List.of("bag", "ankle boot"));
  }

  @Test
  void officialTestImagesAreTheTestRowsAndATenthOfTheTrainingImagesIsForValidation() {
    List<ImageRow> rows = set.rows(List.of("bag", "coat"), 7000);
    Map<Split, Long> splits =
        rows.stream().collect(Collectors.groupingBy(ImageRow::split, Collectors.counting()));
    assertThat(splits).isEqualTo(Map.of(Split.TRAIN, 36L, Split.VALIDATION, 4L, Split.TEST, 10L));
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.key().startsWith("test-")).isEqualTo(row.split() == Split.TEST));
  }

  @Test
  void aRowIsThePictureAtItsPlaceWithItsLabel() throws IOException {
    for (ImageRow row : set.rows(List.of("bag", "coat"), 7000)) {
      int place = Integer.parseInt(row.key().substring(row.key().indexOf('-') + 1));
      assertThat(row.label()).isEqualTo(place % 10 == 8 ? "bag" : "coat");
      var pixels = ImageIO.read(new ByteArrayInputStream(row.image())).getRaster();
      assertThat(pixels.getSample(0, 0, 0)).isEqualTo(place);
      assertThat(pixels.getSample(27, 27, 0)).isEqualTo((place + 783) % 256);
    }
  }

  @Test
  void fewerRowsAreSomeOfAllRowsWithTheSameSplits() {
    Map<String, Split> all = splits(7000);
    Map<String, Split> some = splits(8);
    assertThat(some).hasSize(16);
    assertThat(all).containsAllEntriesOf(some);
    assertThat(splits(8)).isEqualTo(some);
  }

  @Test
  void filesThatAreTruncatedOrOfAnotherKindAreNamed() throws IOException {
    Files.write(file(0), labels(TRAIN));
    assertThatThrownBy(() -> set.rows(List.of("bag"), 9))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("train-images-idx3-ubyte.gz: is no IDX file of bytes in 3 dimensions")
        .hasMessageContaining("begins with 00000801, expected 00000803");
    byte[] whole = images(TRAIN);
    Files.write(file(0), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> set.rows(List.of("bag"), 9))
        .hasMessageContaining("cannot read Fashion-MNIST in " + folder);
    Files.delete(file(3));
    assertThatThrownBy(() -> set.rows(List.of("bag"), 9))
        .hasMessageContaining("t10k-labels-idx1-ubyte.gz");
  }

  private Map<String, Split> splits(int rowsPerClass) {
    return set.rows(List.of("bag", "coat"), rowsPerClass).stream()
        .collect(Collectors.toMap(ImageRow::key, ImageRow::split));
  }

  private Path file(int number) {
    return folder.resolve(FashionMnist.FILES.get(number).path());
  }

  private static byte[] labels(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 10));
    }
    return ToyArchives.gzip(bytes.array());
  }

  private static byte[] images(int count) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(16 + count * 784).putInt(0x803).putInt(count).putInt(28).putInt(28);
    for (int i = 0; i < count; i++) {
      for (int value = 0; value < 784; value++) {
        bytes.put((byte) (i + value));
      }
    }
    return ToyArchives.gzip(bytes.array());
  }
}
