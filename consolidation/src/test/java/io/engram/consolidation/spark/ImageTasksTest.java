package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.image.HostileImages;
import io.engram.transformers.image.HostileImages.HostileImage;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of pictures from their tables to scored rows, by the same pipeline as texts. */
class ImageTasksTest extends SparkTest {
  private static final TaskColumns COLUMNS =
      TaskColumns.ofImages("picture", "label", "split", List.of("key"));
  private static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("picture", DataTypes.BinaryType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType);
  private static final int[] COLOURS = {0xd02020, 0x20c030, 0x3040d0};
  private static final int TOO_LONG = ImageLimits.DEFAULT.maxBytes();

  @TempDir static Path folder;
  private static LearntLake lake;
  private static LearnOutcome last;

  @BeforeAll
  static void learn() throws IOException {
    lake = new LearntLake(spark(), folder, TinyLake.ofImages(folder, 5));
    learn("stripes", write("stripes", 2));
    learn("colours", write("colours", 3));
    last = learn("sizes", write("sizes", 2));
  }

  private static LearnOutcome learn(String task, String uri) throws IOException {
    return lake.learn(
        task,
        uri,
        COLUMNS,
        LearntLake.choice("ada", 2, 12, OptionalInt.empty()),
        false,
        Optional.empty());
  }

  private static String write(String task, int classes) throws IOException {
    String uri = folder.resolve("tasks").resolve(task).toString();
    spark().createDataFrame(rows(task, classes), SCHEMA).coalesce(1).write().parquet(uri);
    return uri;
  }

  /** Pictures whose class is a colour of its own, in a place and on a ground that vary. */
  private static List<Row> rows(String task, int classes) throws IOException {
    Random random = new Random(task.hashCode());
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < 24; i++) {
        rows.add(
            RowFactory.create(
                task + "-" + c + "-" + i,
                picture(random, COLOURS[(c + Math.abs(task.hashCode())) % COLOURS.length]),
                "class-" + c,
                i % 4 == 0 ? "test" : "train"));
      }
    }
    return rows;
  }

  private static byte[] picture(Random random, int colour) throws IOException {
    int width = 20 + random.nextInt(30);
    int height = 20 + random.nextInt(30);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int ground = random.nextInt(60) * 0x010101;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, x + y > 12 ? colour : ground);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, random.nextBoolean() ? "png" : "bmp", bytes);
    return bytes.toByteArray();
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
  void aSlotIsSharedAndEveryTaskIsStillTold() {
    assertThat(last.model().state().pool().slots()).hasSize(2);
    assertThat(last.log().orElseThrow().consolidation()).isPresent();
    for (int task = 0; task < 3; task++) {
      assertThat(last.matrix().cell(2, task)).isGreaterThan(0.6);
    }
  }

  @Test
  void oldPicturesAreKeptToDistilOn() {
    assertThat(last.model().state().reservoir().size()).isEqualTo(20);
  }

  @Test
  void oldPicturesAreKeptSmallAndAnsweredToTheBitAsTheyCame() throws IOException {
    Map<String, byte[]> came = new HashMap<>();
    for (String task : List.of("stripes", "colours", "sizes")) {
      table(task)
          .select("key", "picture")
          .collectAsList()
          .forEach(row -> came.put(row.getString(0), (byte[]) row.get(1)));
    }
    List<Row> before = new ArrayList<>();
    List<Row> after = new ArrayList<>();
    long bytes = 0;
    for (ReservoirRow row : last.model().state().reservoir().rows()) {
      byte[] kept = ((RawInput.Image) row.input()).bytes();
      before.add(RowFactory.create(row.key(), came.get(row.key()), "", ""));
      after.add(RowFactory.create(row.key(), kept, "", ""));
      assertThat(kept.length).isLessThanOrEqualTo(came.get(row.key()).length);
      bytes += kept.length;
    }
    assertThat(bytes)
        .isLessThan(before.stream().mapToLong(row -> ((byte[]) row.get(1)).length).sum() / 2);
    assertThat(answers(after)).hasSize(20).isEqualTo(answers(before));
  }

  private static List<Row> answers(List<Row> pictures) throws IOException {
    return scoring("colours")
        .setInputCol("picture")
        .transform(spark().createDataFrame(pictures, SCHEMA).coalesce(1))
        .select("key", "prediction", "probability")
        .collectAsList();
  }

  @Test
  void plainPipelineModelLoadScoresTheColumnImageAndAgreesWithTheEvaluation() throws IOException {
    String version = lake.store.checkedFolder(last.record()).toString();
    PipelineModel model = PipelineModel.load(version);
    Dataset<Row> scored =
        model.transform(
            table("colours")
                .filter("split = 'test'")
                .withColumnRenamed("picture", "image")
                .withColumn("task", functions.lit("colours")));
    double right = scored.filter("prediction = label").count() / (double) scored.count();
    assertThat(right).isCloseTo(last.matrix().cell(2, 1), within(1e-9));
  }

  @Test
  void addressesOfFilesScoreAsTheirBytesDo() throws IOException {
    List<Row> rows = table("colours").select("key", "picture").limit(5).collectAsList();
    List<Row> addresses = new ArrayList<>();
    for (Row row : rows) {
      Path file = folder.resolve(row.getString(0) + ".bin");
      Files.write(file, (byte[]) row.get(1));
      addresses.add(RowFactory.create(row.getString(0), file.toString()));
    }
    StructType schema =
        new StructType().add("key", DataTypes.StringType).add("file", DataTypes.StringType);
    Map<String, String> byAddress = new HashMap<>();
    scoring("colours")
        .setInputCol("file")
        .transform(spark().createDataFrame(addresses, schema))
        .collectAsList()
        .forEach(row -> byAddress.put(row.getAs("key"), row.getAs("prediction")));
    Map<String, String> byBytes = new HashMap<>();
    scoring("colours")
        .setInputCol("picture")
        .transform(table("colours"))
        .collectAsList()
        .forEach(row -> byBytes.put(row.getAs("key"), row.getAs("prediction")));
    assertThat(byAddress).hasSize(5);
    assertThat(byBytes).containsAllEntriesOf(byAddress);
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
            .transform(spark().createDataFrame(rows, SCHEMA))
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
  void threadsThatDecodeChangeNoBitOfAnAnswer() throws IOException {
    List<Row> one =
        scoring("colours").setInputCol("picture").transform(table("colours")).collectAsList();
    List<Row> three =
        scoring("colours")
            .setInputCol("picture")
            .setImageThreads(3)
            .transform(table("colours"))
            .collectAsList();
    assertThat(three).isEqualTo(one);
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
        TaskRequest.of(task, uri).withColumns(COLUMNS).withPictures(new PictureReading(limits, 1));
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
                List.of(RowFactory.create("broken-1", new byte[] {1, 2, 3}, "", "")), SCHEMA);
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
    List<Row> rows = rows("empty", 2);
    rows.set(3, RowFactory.create("hollow", new byte[0], "class-0", "train"));
    String empty = folder.resolve("tasks/empty").toString();
    spark().createDataFrame(rows, SCHEMA).write().parquet(empty);
    assertThatThrownBy(() -> learn("empty", empty))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("'picture' is null or has no bytes")
        .hasMessageContaining("hollow");
    rows.set(3, RowFactory.create("broken", new byte[] {1, 2, 3}, "class-0", "train"));
    String broken = folder.resolve("tasks/broken").toString();
    spark().createDataFrame(rows, SCHEMA).write().parquet(broken);
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
