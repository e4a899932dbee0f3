package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that hold the addresses of pictures: how often files are opened, and what if they fail.
 */
class AddressedPicturesTest extends SparkTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("file", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType);
  private static final TaskColumns COLUMNS =
      TaskColumns.ofImages("file", "label", "split", List.of("key"));

  @TempDir static Path folder;
  private static LearntLake lake;
  private static LearnOutcome learnt;
  private static List<Row> rows;
  private static Map<String, Integer> opened;

  @BeforeAll
  static void learn() throws IOException {
    CountedFiles.in(spark().sparkContext().hadoopConfiguration());
    lake = new LearntLake(spark(), folder, TinyLake.ofImages(folder, 5));
    rows = new ArrayList<>();
    for (Row row : ToyPictures.rows("colours", 2)) {
      Path file = folder.resolve(row.getString(0) + ".bin");
      Files.write(file, (byte[]) row.get(1));
      String address = CountedFiles.SCHEME + "://" + file;
      rows.add(RowFactory.create(row.get(0), address, row.get(2), row.get(3)));
    }
    CountedFiles.reset();
    learnt = learn("colours", write("colours", rows), COLUMNS, ImageLimits.DEFAULT);
    opened = CountedFiles.opened();
  }

  private static String write(String task, List<Row> rows) {
    String uri = folder.resolve("tasks").resolve(task).toString();
    table(rows).write().parquet(uri);
    return uri;
  }

  private static Dataset<Row> table(List<Row> rows) {
    return spark().createDataFrame(rows, SCHEMA).coalesce(1);
  }

  private static LearnOutcome learn(
      String task, String uri, TaskColumns columns, ImageLimits limits) throws IOException {
    TaskRequest request =
        TaskRequest.of(task, uri).withColumns(columns).withPictures(new PictureReading(limits, 1));
    return lake.learner(false)
        .learn(
            new LearnRequest(
                lake.store.root(),
                request,
                Optional.of("tiny-vit"),
                LearntLake.choice("ada", 2, 1, OptionalInt.empty()),
                false,
                Optional.empty(),
                GateRules.NONE,
                Optional.empty()));
  }

  private static ContinualClassifierModel scoring(String onBadRow) throws IOException {
    return PublishedModel.load(lake.store, learnt.record(), spark())
        .model()
        .copy(ParamMap.empty())
        .setTask("colours")
        .setInputCol("file")
        .setKeyCols(new String[] {"key"})
        .setHandleInvalid(onBadRow);
  }

  @Test
  void learningOpensAFileForTheContractAndForItsFeaturesAndOnceMoreWhereItIsKept() {
    int kept = learnt.model().state().reservoir().size();
    assertThat(kept).isEqualTo(20);
    assertThat(opened).hasSameSizeAs(rows);
    assertThat(opened.values()).allMatch(times -> times == 2 || times == 3);
    assertThat(opened.values().stream().filter(times -> times == 3)).hasSize(kept);
  }

  @Test
  void addressesOfFilesScoreAsTheirBytesDo() throws IOException {
    List<Row> byAddress =
        scoring("keep").transform(table(rows)).select("key", "prediction").collectAsList();
    List<Row> byBytes =
        scoring("keep")
            .setInputCol("picture")
            .transform(spark().createDataFrame(ToyPictures.rows("colours", 2), ToyPictures.SCHEMA))
            .select("key", "prediction")
            .collectAsList();
    assertThat(byAddress).containsExactlyInAnyOrderElementsOf(byBytes);
  }

  @Test
  void learningNamesRowsAndFilesThatCannotBeRead() throws IOException {
    List<Row> bad = new ArrayList<>(rows);
    bad.set(3, RowFactory.create("gone", folder + "/gone.png", "class-0", "train"));
    bad.set(4, RowFactory.create("nowhere", "x://no/scheme", "class-0", "test"));
    String uri = write("bad", bad);
    assertThatThrownBy(() -> learn("bad", uri, COLUMNS, ImageLimits.DEFAULT))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("task bad")
        .hasMessageContaining("'file' names a file that cannot be read in 2 rows")
        .hasMessageContaining("gone: there is no file " + folder + "/gone.png")
        .hasMessageContaining("nowhere: file x://no/scheme: ");
  }

  @Test
  void learningNamesRowAndFileBeyondTheLimitAlsoWithoutKeyColumns() throws IOException {
    String uri = write("large", rows);
    TaskColumns keyless = TaskColumns.ofImages("file", "label", null, List.of());
    for (TaskColumns columns : List.of(COLUMNS, keyless)) {
      assertThatThrownBy(() -> learn("large", uri, columns, ImageLimits.of(10_000, 100, 10)))
          .isInstanceOf(DataRefusedException.class)
          .hasMessageContaining("cannot be read in 48 rows")
          .hasMessageContaining(".bin has ")
          .hasMessageContaining("bytes, at most 100 are allowed")
          .hasMessageContaining("--image-max-bytes");
    }
  }

  @Test
  void rowsOfACheckedTableWhoseFileIsGoneByThenStopByTaskKeyColumnAndFile() {
    List<Row> bad = List.of(RowFactory.create("gone", folder + "/gone.png", "a", "train"));
    TaskRequest request = TaskRequest.of("late", "somewhere").withColumns(COLUMNS);
    assertThatThrownBy(() -> TaskReader.of(table(bad), request).rows(Split.TRAIN).collectAsList())
        .hasStackTraceContaining(
            "task late: row gone: column 'file' cannot be read: there is no file "
                + folder
                + "/gone.png");
  }

  @Test
  void scoringKeepsRowAndFileOrStopsByBoth() throws IOException {
    Dataset<Row> bad =
        table(List.of(rows.get(0), RowFactory.create("gone", folder + "/gone.png", "", "")));
    List<Row> kept = scoring("keep").transform(bad).orderBy("key").collectAsList();
    assertThat(kept.get(0).<String>getAs("error")).isNull();
    assertThat(kept.get(1).<String>getAs("error"))
        .isEqualTo("column 'file' cannot be read: there is no file " + folder + "/gone.png");
    assertThat(scoring("skip").transform(bad).count()).isEqualTo(1);
    assertThatThrownBy(() -> scoring("error").transform(bad).collectAsList())
        .hasStackTraceContaining(
            "row gone: column 'file' cannot be read: there is no file " + folder + "/gone.png");
    List<Row> large = scoring("keep").setImageMaxBytes(100).transform(table(rows)).collectAsList();
    assertThat(large).allMatch(row -> row.<String>getAs("error").contains(".bin has "));
  }
}
