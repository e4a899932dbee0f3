package io.engram.jobs.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.task.Split;
import io.engram.jobs.ExitCode;
import io.engram.jobs.FakeServices;
import io.engram.jobs.JobException;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.data.archive.ToyArchives;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  private static final int PER_SHEET = 20;

  @TempDir Path folder;

  @Test
  void aRowIsTheImageOfItsSheetRowInItsColours() throws IOException {
    List<ImageRow> rows = set(files()).rows(List.of("ship", "truck"), 6000);
    assertThat(rows).hasSize(2 * 12);
    for (ImageRow row : rows) {
      int place = Integer.parseInt(row.key().substring(row.key().indexOf('-') + 1));
      boolean test = row.key().startsWith("test-");
      assertThat(row.split() == Split.TEST).isEqualTo(test);
      assertThat(row.label()).isEqualTo(place % 10 == 8 ? "ship" : "truck");
      int sheet = test ? 5 : place / PER_SHEET;
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(row.image()));
      assertThat(image.getWidth()).isEqualTo(32);
      assertThat(image.getHeight()).isEqualTo(32);
      for (int i : List.of(0, 31, 32, 1023)) {
        assertThat(image.getRGB(i % 32, i / 32) & 0xFFFFFF)
            .isEqualTo(colour(sheet, place % PER_SHEET, i));
      }
    }
  }

  @Test
  void theSameArchiveGivesTheSameRows() throws IOException {
    Cifar10 set = set(files());
    assertThat(content(set)).isEqualTo(content(set)).hasSize(20);
    assertThat(set.tables()).hasSize(5).containsKey("tasks/cifar10-airplane-automobile");
  }

  @Test
  void anArchiveWithoutASheetOrWithOtherLabelsOrSizesIsRefused() throws IOException {
    Map<String, byte[]> files = files();
    files.remove("package/data_batch_3.png");
    assertRefused(files, "toy-1.0.0.tgz has 5 of 6 sheets");
    files = files();
    files.put("package/test_lables.json", labels(3));
    assertRefused(files, "has 3 labels in package/test_lables.json, expected 20");
    files = files();
    files.put("package/test_batch.png", sheet(5, 7));
    assertRefused(files, "test_batch.png: is a sheet of 1024 x 7 pixels, expected 1024 x 20");
    files = files();
    files.put("package/test_batch.png", "no png".getBytes(StandardCharsets.UTF_8));
    assertRefused(files, "package/test_batch.png: ");
    files = files();
    files.put("package/train_lables.json", "[1, \"a\"]".getBytes(StandardCharsets.UTF_8));
    assertRefused(files, "package/train_lables.json: ");
  }

  @Test
  void nothingIsFetchedUnlessTheUserAcceptsThatNoLicenceIsStated() {
    ProgramRun run =
        ProgramRun.of(new FakeServices().factory(), "data", "cifar10", "--lake", folder.toString());
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("no licence is stated", "--accept-unstated-licence");
  }

  private void assertRefused(Map<String, byte[]> files, String message) throws IOException {
    Cifar10 set = set(files);
    assertThatThrownBy(() -> set.rows(List.of("ship", "truck"), 6000))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(message);
  }

  private static Map<String, List<Integer>> content(Cifar10 set) {
    return set.rows(List.of("cat", "bird"), 10).stream()
        .collect(
            Collectors.toMap(
                row -> row.key() + row.split(),
                row ->
                    IntStream.range(0, row.image().length)
                        .mapToObj(i -> (int) row.image()[i])
                        .toList()));
  }

  private Cifar10 set(Map<String, byte[]> files) throws IOException {
    Path archive = ToyArchives.tarGz(folder.resolve("toy-1.0.0.tgz"), files);
    return new Cifar10(ToyArchives.known(archive), () -> archive, PER_SHEET);
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int sheet = 0; sheet < 5; sheet++) {
      files.put("package/data_batch_" + (sheet + 1) + ".png", sheet(sheet, PER_SHEET));
    }
    files.put("package/test_batch.png", sheet(5, PER_SHEET));
    files.put("package/train_lables.json", labels(5 * PER_SHEET));
    files.put("package/test_lables.json", labels(PER_SHEET));
    return files;
  }

  private static byte[] labels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.valueOf(i % 10))
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sheet(int sheet, int images) throws IOException {
    BufferedImage pixels = new BufferedImage(1024, images, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < images; row++) {
      for (int i = 0; i < 1024; i++) {
        pixels.setRGB(i, row, colour(sheet, row, i));
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(pixels, "png", png);
    return png.toByteArray();
  }

  private static int colour(int sheet, int row, int value) {
    return (sheet * 40) << 16 | row << 8 | value % 256;
  }
}
