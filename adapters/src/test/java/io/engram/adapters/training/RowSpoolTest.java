package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.input.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSpoolTest {
  private static final float[] NONE = new float[0];

  @TempDir Path disk;

  private static FeatureRow row(String key, int label, int length, int width, int targets) {
    Random random = new Random(key.hashCode());
    return new FeatureRow(
        key,
        label,
        length,
        floats(random, length * width),
        floats(random, width),
        floats(random, targets));
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static void assertSame(FeatureRow actual, FeatureRow expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void givesBackEveryRowInTheOrderOfTheKeys() {
    List<FeatureRow> rows =
        new ArrayList<>(
            IntStream.range(0, 500)
                .mapToObj(i -> row(String.format("key-%04d", i), i % 4 - 1, 1 + i % 9, 6, 5))
                .toList());
    List<FeatureRow> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(3));
    try (RowSpoolWriter writer = RowSpool.writer(disk, 6, RowSpool.UNLIMITED)) {
      shuffled.forEach(writer::add);
      try (RowSpool spool = writer.finish()) {
        assertThat(spool.rows()).isEqualTo(500);
        assertThat(spool.layout()).isEqualTo(new RowLayout(6, true, true, 5, null));
        for (int i = 0; i < 500; i++) {
          assertSame(spool.row(i), rows.get(i));
        }
        assertThat(spool.labelCounts(3)).containsExactly(125, 125, 125);
      }
    }
  }

  @Test
  void noRecordCrossesASegmentOfTheMappedFiles() {
    // Of 64 bytes; a row takes 40.
    SpoolFile.Maker small = path -> new SpoolFile(path, 6);
    List<FeatureRow> rows =
        IntStream.range(0, 50).mapToObj(i -> row("key-%02d".formatted(i), i % 3, 2, 2, 4)).toList();
    try (RowSpoolWriter writer = new RowSpoolWriter(disk, 2, RowSpool.UNLIMITED, small)) {
      rows.forEach(writer::add);
      try (RowSpool spool = writer.finish()) {
        for (int i = 0; i < rows.size(); i++) {
          assertSame(spool.row(i), rows.get(i));
        }
      }
    }
    try (RowSpoolWriter writer = new RowSpoolWriter(disk, 2, RowSpool.UNLIMITED, small)) {
      assertThatThrownBy(() -> writer.add(row("long", 0, 8, 2, 0)))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("row 'long': too large");
    }
  }

  @Test
  void leavesNothingBehind() throws IOException {
    try (RowSpoolWriter writer = RowSpool.writer(disk, 2, RowSpool.UNLIMITED)) {
      writer.add(row("a", 0, 1, 2, 0));
      try (RowSpool spool = writer.finish()) {
        assertThat(list(disk)).hasSize(1);
        assertThat(spool.row(0).key()).isEqualTo("a");
      }
    }
    assertThat(list(disk)).isEmpty();
    try (RowSpoolWriter abandoned = RowSpool.writer(disk, 2, RowSpool.UNLIMITED)) {
      abandoned.add(row("a", 0, 1, 2, 0));
    }
    assertThat(list(disk)).isEmpty();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void refusesAKeyThatOccursTwice() throws IOException {
    try (RowSpoolWriter writer = RowSpool.writer(disk, 2, RowSpool.UNLIMITED)) {
      writer.add(row("same", 0, 1, 2, 0));
      writer.add(row("other", 0, 1, 2, 0));
      writer.add(row("same", 1, 1, 2, 0));
      assertThatThrownBy(writer::finish)
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("row key 'same' occurs twice");
    }
    assertThat(list(disk)).isEmpty();
  }

  @Test
  void refusesARowThatIsNotLikeTheOthers() {
    try (RowSpoolWriter writer = RowSpool.writer(disk, 2, RowSpool.UNLIMITED)) {
      writer.add(row("a", 0, 1, 2, 0));
      assertThatThrownBy(() -> writer.add(row("b", 0, 1, 2, 3)))
          .hasMessageContaining("row 'b' of 1 tokens has 3 target values")
          .hasMessageContaining("have 0");
    }
  }

  @Test
  void stopsAtItsLimitAndSaysSo() {
    try (RowSpoolWriter writer = RowSpool.writer(disk, 64, 10_000)) {
      assertThatThrownBy(
              () -> IntStream.range(0, 100).forEach(i -> writer.add(row("k" + i, 0, 1, 64, 0))))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("more than the 10000 bytes allowed in " + disk);
    }
  }

  @Test
  void aFullDiskIsSaidWithFolderAndFreeSpace() throws IOException {
    SpoolFile.Maker full = path -> new SpoolFile(path, new FullDiskChannel(path, 300_000));
    try (RowSpoolWriter writer = new RowSpoolWriter(disk, 64, RowSpool.UNLIMITED, full)) {
      assertThatThrownBy(
              () -> IntStream.range(0, 9999).forEach(i -> writer.add(row("k" + i, 0, 4, 64, 0))))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining(
              "no room for the task's rows on local disk: No space left on device")
          .hasMessageContaining("bytes of rows in " + disk)
          .hasMessageContaining("point the temporary folder to a larger disk");
    }
    assertThat(list(disk)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(disk.resolve("file"), "in the way");
    assertThatThrownBy(() -> RowSpool.writer(file, 2, RowSpool.UNLIMITED))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void needsNoHeapForManyRows() {
    int rows = 200_000;
    float[] hidden = new float[2 * 16];
    Runtime runtime = Runtime.getRuntime();
    try (RowSpoolWriter writer = RowSpool.writer(disk, 16, RowSpool.UNLIMITED)) {
      for (int i = 0; i < 1000; i++) {
        writer.add(new FeatureRow("warm-" + i, i % 2, 2, hidden, NONE, NONE));
      }
      System.gc();
      long before = runtime.totalMemory() - runtime.freeMemory();
      for (int i = 0; i < rows; i++) {
        writer.add(new FeatureRow("row-" + i * 7919L % rows, i % 2, 2, hidden, NONE, NONE));
      }
      try (RowSpool spool = writer.finish();
          BatchPlan plan = new BatchPlan(spool, 32)) {
        plan.shuffle(1, 1);
        assertThat(plan.batch(0)).hasSize(32);
        System.gc();
        long after = runtime.totalMemory() - runtime.freeMemory();
        assertThat(after - before).isLessThan(1_000_000);
        assertThat(spool.bytes()).isGreaterThan(rows * 128L);
      }
    }
  }

  @Test
  void picturesComeBackAsTheyWentInWhateverTheOrder() {
    try (RowSpoolWriter writer = RowSpool.writer(4)) {
      for (int i = 4; i >= 0; i--) {
        byte[] values = {(byte) i, (byte) 200, (byte) 255, (byte) -i, 0, 1};
        writer.add(FeatureRow.of("row-" + i, i, new Pixels(values, 1, 2, 3, 7)));
      }
      try (RowSpool spool = writer.finish()) {
        assertThat(spool.layout().picture()).hasToString("1 x 2 x 3");
        for (int i = 0; i < 5; i++) {
          Pixels picture = spool.picture(i);
          assertThat(picture.values())
              .containsExactly((byte) i, (byte) 200, (byte) 255, (byte) -i, 0, 1);
          assertThat(picture.length()).isEqualTo(7);
          assertThat(spool.label(i)).isEqualTo(i);
          assertThat(spool.row(i).picture().values()).isEqualTo(picture.values());
        }
      }
    }
  }

  @Test
  void aPictureOfAnotherSizeIsRefusedByItsRow() {
    try (RowSpoolWriter writer = RowSpool.writer(4)) {
      writer.add(FeatureRow.of("first", 0, new Pixels(new byte[6], 1, 2, 3, 7)));
      assertThatThrownBy(
              () -> writer.add(FeatureRow.of("other", 0, new Pixels(new byte[6], 2, 3, 1, 7))))
          .isInstanceOf(SpoolException.class)
          .hasMessage(
              "row 'other' has a picture of 2 x 3 x 1 values, the rows of this task have 1 x 2 x 3");
    }
  }
}
