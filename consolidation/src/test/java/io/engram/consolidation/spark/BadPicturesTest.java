package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.SourceTables;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.image.HostileImages;
import io.engram.transformers.image.HostileImages.HostileImage;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures that cannot be read, and limits: each is one row with its reason, or stops by its key.
 */
class BadPicturesTest extends SparkTest {
  private static final int TOO_LONG = ImageLimits.DEFAULT.maxBytes();

  @TempDir static Path folder;
  private static PictureLake toy;
  private static LearnOutcome last;

  @BeforeAll
  static void learn() throws IOException {
    toy = PictureLake.create(folder, spark(), 1);
    last = toy.learn("colours", toy.write("colours", 3));
  }

  @Test
  void everyHostilePictureIsOneRowWithItsReasonAndEveryOddOneIsPredicted() throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<String, HostileImage> byName = new HashMap<>();
    for (HostileImage image : HostileImages.all()) {
      if (image.bytes().length < TOO_LONG) {
        byName.put(image.name(), image);
        rows.add(RowFactory.create(image.name(), image.bytes(), "", ""));
      }
    }
    List<Row> scored =
        toy.scoring(last, "colours")
            .setInputCol("picture")
            .setKeyCols(new String[] {"key"})
            .transform(spark().createDataFrame(rows, ToyPictures.SCHEMA))
            .collectAsList();
    assertThat(scored).hasSameSizeAs(rows).hasSizeGreaterThan(200);
    for (Row row : scored) {
      HostileImage image = byName.get(row.<String>getAs("key"));
      String error = row.getAs("error");
      if (image.error() == null) {
        assertThat(error).as(image.name()).isNull();
        assertThat(row.<String>getAs("prediction")).as(image.name()).startsWith("class-");
      } else {
        assertThat(error).as(image.name()).startsWith("column 'picture' ").contains(image.error());
        assertThat(row.<String>getAs("prediction")).as(image.name()).isNull();
      }
    }
  }

  @Test
  void picturesOfSparksImageSourceAreAnsweredAsTheirFilesAre() throws IOException {
    List<Row> rows = ToyPictures.rows("decoded", 3);
    Path files = Files.createDirectories(folder.resolve("decoded"));
    for (Row row : rows) {
      Files.write(files.resolve(row.getString(0) + ".png"), row.<byte[]>getAs(1));
    }
    Dataset<Row> decoded = spark().read().format("image").load(files.toString());
    Map<String, String> expected = new TreeMap<>();
    Dataset<Row> table = spark().createDataFrame(rows, ToyPictures.SCHEMA);
    toy.scoring(last, "colours")
        .setInputCol("picture")
        .transform(table)
        .collectAsList()
        .forEach(row -> expected.put(row.getAs("key") + ".png", row.getAs("prediction")));
    Map<String, String> found = new TreeMap<>();
    toy.scoring(last, "colours")
        .setInputCol("image")
        .transform(decoded)
        .selectExpr("element_at(split(image.origin, '/'), -1)", "prediction")
        .collectAsList()
        .forEach(row -> found.put(row.getString(0), row.getString(1)));
    assertThat(found).hasSize(72).isEqualTo(expected);
  }

  @Test
  void aFileOfThreeGigabytesIsOneRowWithoutAPictureInSparksBinaryFiles() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    byte[] picture = ToyPictures.rows("files", 1).get(0).getAs(1);
    Files.write(files.resolve("a.png"), picture);
    try (RandomAccessFile sparse = new RandomAccessFile(files.resolve("b.png").toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    Dataset<Row> table =
        SourceTables.open(spark(), "binaryFile", Map.of(), files.toString(), TOO_LONG);
    List<Row> scored =
        toy.scoring(last, "colours")
            .setInputCol("content")
            .transform(table)
            .orderBy("path")
            .select("prediction", "error", "length")
            .collectAsList();
    assertThat(scored).hasSize(2);
    assertThat(scored.get(0).getString(0)).startsWith("class-");
    assertThat(scored.get(1).isNullAt(0)).isTrue();
    assertThat(scored.get(1).getString(1)).isEqualTo("column 'content' is null");
    assertThat(scored.get(1).getLong(2)).isEqualTo(3L << 30);
  }

  @Test
  void aPictureBeyondALimitThatWasSetIsARowWithItsReason() throws IOException {
    Dataset<Row> table = toy.table("colours");
    List<String> pixels = errors(toy.scoring(last, "colours").setImageMaxPixels(399), table);
    assertThat(pixels).hasSize(72).allMatch(error -> error.contains("more than the limit of 399"));
    List<String> bytes = errors(toy.scoring(last, "colours").setImageMaxBytes(50), table);
    assertThat(bytes).hasSize(72).allMatch(error -> error.contains("more than the limit of 50"));
    List<String> seconds = errors(toy.scoring(last, "colours").setImageMaxSeconds(1e-9), table);
    assertThat(seconds).hasSize(72).allMatch(error -> error.contains("longer than the limit"));
    assertThat(errors(toy.scoring(last, "colours"), table)).containsOnlyNulls();
  }

  private static List<String> errors(ContinualClassifierModel model, Dataset<Row> table) {
    return model.setInputCol("picture").transform(table).collectAsList().stream()
        .map(row -> row.<String>getAs("error"))
        .toList();
  }

  @Test
  void limitsThatCannotBeMeantAreRefusedByTheStage() throws IOException {
    ContinualClassifierModel model = toy.scoring(last, "colours");
    assertThatThrownBy(() -> model.setImageMaxPixels(0)).hasMessageContaining("imageMaxPixels");
    assertThatThrownBy(() -> model.setImageMaxPixels(1L << 40))
        .hasMessageContaining("imageMaxPixels");
    assertThatThrownBy(() -> model.setImageMaxBytes(0)).hasMessageContaining("imageMaxBytes");
    for (double seconds : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> model.setImageMaxSeconds(seconds))
          .hasMessageContaining("imageMaxSeconds");
    }
    assertThatThrownBy(() -> model.setImageThreads(0)).hasMessageContaining("imageThreads");
  }

  @Test
  void learningKeepsTheLimitsOfItsRequest() throws IOException {
    String uri = toy.write("limited", 2);
    assertThatThrownBy(() -> learn("limited", uri, ImageLimits.of(399, 1 << 20, 10)))
        .hasStackTraceContaining("row limited-")
        .hasStackTraceContaining("more than the limit of 399");
    assertThatThrownBy(() -> learn("limited", uri, ImageLimits.of(10_000, 100, 10)))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("'picture' has more than 100 bytes")
        .hasMessageContaining("--image-max-bytes");
  }

  private static void learn(String task, String uri, ImageLimits limits) throws IOException {
    TaskRequest request =
        TaskRequest.of(task, uri)
            .withColumns(ToyPictures.COLUMNS)
            .withPictures(new PictureReading(limits, 1));
    toy.lake()
        .learner(false)
        .learn(
            new LearnRequest(
                toy.lake().store.root(),
                request,
                Optional.empty(),
                LearntLake.choice("ada", 2, 1, OptionalInt.empty()),
                false,
                Optional.empty(),
                GateRules.NONE,
                Optional.empty()));
  }

  @Test
  void aBadPictureStopsScoringByItsKeyWhereThatIsAsked() throws IOException {
    Dataset<Row> bad =
        spark()
            .createDataFrame(
                List.of(RowFactory.create("broken-1", new byte[] {1, 2, 3}, "", "")),
                ToyPictures.SCHEMA);
    ContinualClassifierModel strict =
        toy.scoring(last, "colours")
            .setInputCol("picture")
            .setKeyCols(new String[] {"key"})
            .setHandleInvalid("error");
    assertThatThrownBy(() -> strict.transform(bad).collectAsList())
        .hasRootCauseInstanceOf(BadRowException.class)
        .hasStackTraceContaining("row broken-1: column 'picture' cannot be read");
  }

  @Test
  void learningRefusesEmptyPicturesAndNamesTheFirstThatCannotBeRead() throws IOException {
    List<Row> rows = ToyPictures.rows("empty", 2);
    rows.set(3, RowFactory.create("hollow", new byte[0], "class-0", "train"));
    String empty = folder.resolve("tasks/empty").toString();
    spark().createDataFrame(rows, ToyPictures.SCHEMA).write().parquet(empty);
    assertThatThrownBy(() -> toy.learn("empty", empty))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("'picture' is null or has no bytes")
        .hasMessageContaining("hollow");
    rows.set(3, RowFactory.create("broken", new byte[] {1, 2, 3}, "class-0", "train"));
    String broken = folder.resolve("tasks/broken").toString();
    spark().createDataFrame(rows, ToyPictures.SCHEMA).write().parquet(broken);
    assertThatThrownBy(() -> toy.learn("broken", broken))
        .hasStackTraceContaining("row broken: column 'picture' cannot be read");
  }

  @Test
  void aColumnOfTextsForABackboneOfPicturesIsRefusedBeforeARowIsRead() throws IOException {
    TaskColumns texts = new TaskColumns("key", null, "label", "split", List.of());
    String uri = toy.write("texts", 2);
    assertThatThrownBy(
            () ->
                toy.lake()
                    .learn(
                        "texts", uri, texts, LearntLake.choice("ada", 2), false, Optional.empty()))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("the backbone takes pictures")
        .hasMessageContaining("--image-col");
  }
}
