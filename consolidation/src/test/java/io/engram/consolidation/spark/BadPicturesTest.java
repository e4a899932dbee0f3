package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.image.HostileImages;
import io.engram.transformers.image.HostileImages.HostileImage;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.param.ParamMap;
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
  private static LearntLake lake;
  private static LearnOutcome last;

  @BeforeAll
  static void learn() throws IOException {
    lake = new LearntLake(spark(), folder, TinyLake.ofImages(folder, 5));
    last = learn("colours", write("colours", 3));
  }

  private static LearnOutcome learn(String task, String uri) throws IOException {
    return lake.learn(
        task,
        uri,
        ToyPictures.COLUMNS,
        LearntLake.choice("ada", 2, 1, OptionalInt.empty()),
        false,
        Optional.empty());
  }

  private static String write(String task, int classes) throws IOException {
    String uri = folder.resolve("tasks").resolve(task).toString();
    spark()
        .createDataFrame(ToyPictures.rows(task, classes), ToyPictures.SCHEMA)
        .coalesce(1)
        .write()
        .parquet(uri);
    return uri;
  }

  private static Dataset<Row> table(String task) {
    return spark().read().parquet(folder.resolve("tasks").resolve(task).toString());
  }

  private static ContinualClassifierModel scoring(String task) throws IOException {
    return PublishedModel.load(lake.store, last.record(), spark())
        .model()
        .copy(ParamMap.empty())
        .setTask(task)
        .setHandleInvalid("keep");
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
        scoring("colours")
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
  void aPictureBeyondALimitThatWasSetIsARowWithItsReason() throws IOException {
    Dataset<Row> table = table("colours");
    List<String> pixels = errors(scoring("colours").setImageMaxPixels(399), table);
    assertThat(pixels).hasSize(72).allMatch(error -> error.contains("more than the limit of 399"));
    List<String> bytes = errors(scoring("colours").setImageMaxBytes(50), table);
    assertThat(bytes).hasSize(72).allMatch(error -> error.contains("more than the limit of 50"));
    List<String> seconds = errors(scoring("colours").setImageMaxSeconds(1e-9), table);
    assertThat(seconds).hasSize(72).allMatch(error -> error.contains("longer than the limit"));
    assertThat(errors(scoring("colours"), table)).containsOnlyNulls();
  }

  private static List<String> errors(ContinualClassifierModel model, Dataset<Row> table) {
    return model.setInputCol("picture").transform(table).collectAsList().stream()
        .map(row -> row.<String>getAs("error"))
        .toList();
  }

  @Test
  void limitsThatCannotBeMeantAreRefusedByTheStage() throws IOException {
    ContinualClassifierModel model = scoring("colours");
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
    String uri = write("limited", 2);
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
    lake.learner(false)
        .learn(
            new LearnRequest(
                lake.store.root(),
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
        scoring("colours")
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
    assertThatThrownBy(() -> learn("empty", empty))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("'picture' is null or has no bytes")
        .hasMessageContaining("hollow");
    rows.set(3, RowFactory.create("broken", new byte[] {1, 2, 3}, "class-0", "train"));
    String broken = folder.resolve("tasks/broken").toString();
    spark().createDataFrame(rows, ToyPictures.SCHEMA).write().parquet(broken);
    assertThatThrownBy(() -> learn("broken", broken))
        .hasStackTraceContaining("row broken: column 'image' cannot be read");
  }

  @Test
  void aColumnOfTextsForABackboneOfPicturesIsRefusedBeforeARowIsRead() throws IOException {
    TaskColumns texts = new TaskColumns("key", null, "label", "split", List.of());
    String uri = write("texts", 2);
    assertThatThrownBy(
            () ->
                lake.learn(
                    "texts", uri, texts, LearntLake.choice("ada", 2), false, Optional.empty()))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("the backbone takes pictures")
        .hasMessageContaining("--image-col");
  }
}
