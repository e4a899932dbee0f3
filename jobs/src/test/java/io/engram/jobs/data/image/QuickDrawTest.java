package io.engram.jobs.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.consolidation.task.Split;
import io.engram.jobs.JobException;
import io.engram.jobs.data.archive.ToyArchives;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickDrawTest {
  @TempDir Path folder;

  @Test
  void standardTasksAreTenOfTenClassesAndNoneIsPreTrainedOn() {
    QuickDrawClasses standard = QuickDrawClasses.standard();
    assertThat(standard.tasks()).hasSize(10);
    assertThat(standard.tasks().values()).allSatisfy(classes -> assertThat(classes).hasSize(10));
    assertThat(standard.tasks().keySet())
        .allSatisfy(id -> assertThat(id).matches("quickdraw-[a-z]+"));
    assertThat(standard.pretraining()).hasSize(245).doesNotHaveDuplicates();
    assertThatThrownBy(() -> new QuickDrawClasses(Map.of("a", List.of("cat")), List.of("cat")))
        .hasMessageContaining("in two places");
  }

  @Test
  void aRowIsThePictureOfItsSketch() throws IOException {
    List<ImageRow> rows = ToySketches.set(folder, 20).rows(List.of("cat"), 100);
    ImageRow row = rows.stream().filter(r -> r.key().equals("cat-003")).findFirst().orElseThrow();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(row.image()));
    assertThat(image.getWidth()).isEqualTo(28);
    assertThat(image.getHeight()).isEqualTo(28);
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    double[] sketch = ToySketches.sketch("cat", 3);
    for (int i = 0; i < sketch.length; i++) {
      assertThat(image.getRaster().getSample(i % 28, i / 28, 0) / 255.0)
          .as("value %d", i)
          .isCloseTo(sketch[i], within(0.5 / 255 + 1e-9));
    }
  }

  @Test
  void rowsDoNotDependOnTheDigitsOfTheUsersLocale() throws IOException {
    QuickDraw set = ToySketches.set(folder, 20);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(set.rows(List.of("cat"), 20)).extracting(ImageRow::key).contains("cat-003");
      byte[] one = {0};
      OfficialSample sample = new OfficialSample(List.of("bag"), List.of("bag"), one, one, 2);
      assertThat(sample.test().get(0).key()).isEqualTo("test-00000");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void everyClassHasAFifthOfItsRowsForTestingAndATenthForValidation() throws IOException {
    List<ImageRow> rows = ToySketches.set(folder, 100).rows(List.of("hot dog", "cat"), 100);
    assertThat(rows).hasSize(200);
    assertThat(rows.get(0).label()).isEqualTo("hot dog");
    assertThat(rows.stream().map(ImageRow::key)).doesNotHaveDuplicates().contains("hot-dog-000");
    for (String label : List.of("cat", "hot dog")) {
      Map<Split, Long> splits =
          rows.stream()
              .filter(row -> row.label().equals(label))
              .collect(Collectors.groupingBy(ImageRow::split, Collectors.counting()));
      assertThat(splits)
          .isEqualTo(Map.of(Split.TRAIN, 70L, Split.VALIDATION, 10L, Split.TEST, 20L));
    }
  }

  @Test
  void aRowKeepsItsSplitHoweverManyRowsAreTaken() throws IOException {
    QuickDraw set = ToySketches.set(folder, 50);
    Map<String, Split> all = splits(set.rows(List.of("cat"), 100));
    Map<String, Split> some = splits(set.rows(List.of("cat"), 10));
    assertThat(some).hasSize(10).containsValues(Split.TEST, Split.VALIDATION, Split.TRAIN);
    assertThat(all).hasSize(50).containsAllEntriesOf(some);
  }

  @Test
  void theSameArchiveGivesTheSameRowsByteForByte() throws IOException {
    QuickDraw set = ToySketches.set(folder, 30);
    List<ImageRow> first = set.rows(List.of("cat", "hot dog"), 25);
    List<ImageRow> second = set.rows(List.of("cat", "hot dog"), 25);
    assertThat(second)
        .usingElementComparator(
            (a, b) ->
                a.key().equals(b.key())
                        && a.split() == b.split()
                        && Arrays.equals(a.image(), b.image())
                    ? 0
                    : 1)
        .containsExactlyElementsOf(first);
  }

  @Test
  void aClassThatTheArchiveLacksIsNamed() throws IOException {
    assertThatThrownBy(() -> ToySketches.set(folder, 3).rows(List.of("cat", "unicorn"), 9))
        .isInstanceOf(JobException.class)
        .hasMessage("toy-1.0.0.tgz has no sketches of unicorn");
  }

  @Test
  void aFileThatIsNoSketchesIsNamedWithTheSketchAndTheReason() throws IOException {
    byte[] good = ToyArchives.gzip(ToySketches.lines("cat", 9));
    assertThatThrownBy(() -> read(Arrays.copyOf(good, good.length - 20)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("toy-1.0.0.tgz")
        .hasMessageContaining("drawings/cat.ndjson.gz: sketch 9: Unexpected end of ZLIB");
    assertThatThrownBy(() -> read("no gzip".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("Not in GZIP format");
    assertThatThrownBy(() -> read(text("[0,1,0.5]")))
        .hasMessageContaining("sketch 1: has 3 values, expected 784");
    assertThatThrownBy(() -> read(text("[0,17]"))).hasMessageContaining("value 17.0 is not from");
    assertThatThrownBy(() -> read(text("{}"))).hasMessageContaining("is no array of numbers");
    assertThatThrownBy(() -> read(text("[0,\"a\"]"))).hasMessageContaining("sketch 1: ");
  }

  private static byte[] text(String line) throws IOException {
    return ToyArchives.gzip(line.getBytes(StandardCharsets.UTF_8));
  }

  private void read(byte[] cat) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("package/src/drawings/cat.ndjson.gz", cat);
    ToySketches.set(folder, files).rows(List.of("cat"), 10);
  }

  private static Map<String, Split> splits(List<ImageRow> rows) {
    return rows.stream().collect(Collectors.toMap(ImageRow::key, ImageRow::split));
  }
}
