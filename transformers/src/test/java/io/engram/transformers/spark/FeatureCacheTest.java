package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest extends SparkTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  @TempDir static Path lakeFolder;
  @TempDir Path root;
  private static TinyLake lake;
  private static FeatureSpec hidden;
  private static FeatureSpec pooled;
  private FeatureCache cache;

  @BeforeAll
  static void makeLake() {
    lake = TinyLake.create(lakeFolder, 7);
    hidden = FeatureSpec.withHidden(lake.backbone(), 1, 32);
    pooled = FeatureSpec.pooledOnly(lake.backbone(), 32);
  }

  @BeforeEach
  void open() {
    cache = new FeatureCache(spark(), root.toUri().toString(), NO_LIMIT);
  }

  @Test
  void aTableHasEveryRowWithItsFeatures() {
    List<Row> rows = cache.features(task(100), "f", hidden).sort("row_key").collectAsList();
    assertThat(rows).hasSize(100);
    Row first = rows.get(0);
    assertThat(first.schema().fieldNames()).containsExactly(FeatureRows.schema().fieldNames());
    assertThat(first.<String>getAs("row_key")).isEqualTo("row-000");
    assertThat(first.<String>getAs("split")).isEqualTo("test");
    assertThat(first.<String>getAs("label")).isNull();
    assertThat(rows.get(1).<String>getAs("label")).isEqualTo("class 1");
    assertThat(FeatureRows.pooled(first)).hasSize(32);
    assertThat(FeatureRows.hidden(first)).hasSize(first.<Integer>getAs("length") * 32);
    assertThat(rows).extracting(row -> row.<Boolean>getAs("truncated")).contains(true, false);
  }

  @Test
  void theRowsAndTheirPartitionsDoNotDependOnTheOrderInWhichTheTaskArrives() {
    Dataset<Row> inOrder = cache.features(task(100).repartition(2), "f", hidden);
    Dataset<Row> shuffled =
        cache.features(task(100).orderBy(functions.rand(3)).coalesce(1), "g", hidden);
    assertThat(partitions(shuffled)).isEqualTo(partitions(inOrder));
  }

  private static List<List<Row>> partitions(Dataset<Row> table) {
    return table.toJavaRDD().glom().collect();
  }

  @Test
  void theSecondTimeNoRowIsReadAndNoBackboneIsNeeded() {
    List<Row> first = cache.features(task(20), "f", hidden).sort("row_key").collectAsList();
    long loads = ExecutorBackbones.loads();
    FeatureCache later = new FeatureCache(spark(), root.toUri().toString(), NO_LIMIT);
    FeatureSpec elsewhere =
        FeatureSpec.withHidden(
            new BackboneUri(java.net.URI.create("file:/nowhere"), lake.backbone().hash()), 1, 32);
    List<Row> second = later.features(unreadable(), "f", elsewhere).sort("row_key").collectAsList();
    assertThat(second).isEqualTo(first);
    assertThat(ExecutorBackbones.loads()).isEqualTo(loads);
    assertThat(later.cached("f", hidden)).isPresent();
    assertThat(later.cached("g", hidden)).isEmpty();
  }

  @Test
  void hiddenStatesAlsoAnswerWhoWantsThePooledOutput() {
    FeatureSpec half = hidden.withPrecision(Precision.FLOAT16);
    FeatureSpec pooledOfLayer =
        new FeatureSpec(lake.backbone(), 1, 32, false, Precision.FLOAT32, PictureReading.DEFAULT);
    List<Row> full = cache.features(task(20), "f", half).sort("row_key").collectAsList();
    List<Row> asked =
        cache.features(unreadable(), "f", pooledOfLayer).sort("row_key").collectAsList();
    assertThat(FeatureRows.pooled(asked.get(3))).isEqualTo(FeatureRows.pooled(full.get(3)));
  }

  @Test
  void pooledOnlyTablesHoldNoHiddenStatesAndSaySo() {
    Row row = cache.features(task(3), "f", pooled).head();
    assertThat(row.<byte[]>getAs("hidden")).isNull();
    assertThatThrownBy(() -> FeatureRows.hidden(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "row " + row.getAs("row_key") + ": the feature table holds no hidden");
  }

  @Test
  void aRowThatIsRefusedIsNamedAndLeavesNothingThatCounts() {
    Dataset<Row> bad =
        task(9).withColumn("text", functions.expr("if(row_key = 'row-004', ' ', text)"));
    assertThatThrownBy(() -> cache.features(bad, "f", hidden))
        .rootCause()
        .hasMessageContaining("row row-004: column 'text' is blank");
    assertThat(cache.cached("f", hidden)).isEmpty();
    assertThat(cache.features(task(9), "f", hidden).count()).isEqualTo(9);
  }

  @Test
  void runsThatComputeTheSameTableAtOnceAllGetIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<List<Row>>> runs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        runs.add(
            () ->
                new FeatureCache(spark(), root.toUri().toString(), NO_LIMIT)
                    .features(task(30), "f", hidden)
                    .sort("row_key")
                    .select("row_key", "length")
                    .collectAsList());
      }
      List<List<Row>> answers = new ArrayList<>();
      for (Future<List<Row>> run : threads.invokeAll(runs)) {
        answers.add(run.get());
      }
      assertThat(answers.get(0)).hasSize(30);
      assertThat(answers).allMatch(answers.get(0)::equals);
      assertThat(dataFolders()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void overTheLimitTheLeastRecentlyUsedGoesAndNoMoreThanHasTo() throws Exception {
    threeTablesOfWhichTheFirstWasUsedLast();
    long bytes = 0;
    try (Stream<Path> files = Files.walk(dataFolders().get(0))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".parquet")).toList()) {
        bytes += Files.size(file);
      }
    }
    FeatureCache small =
        new FeatureCache(spark(), root.toUri().toString(), bytes * 7 / 2, Duration.ZERO);
    small.features(task(20), "d", pooled);
    assertThat(small.cached("b", pooled)).isEmpty();
    for (String left : List.of("a", "c", "d")) {
      assertThat(small.cached(left, pooled)).as(left).isPresent();
    }
  }

  private void threeTablesOfWhichTheFirstWasUsedLast() throws Exception {
    // Each by another program: what one has handed out counts as used while that works.
    for (String fingerprint : List.of("a", "b", "c", "a")) {
      new FeatureCache(spark(), root.toUri().toString(), NO_LIMIT)
          .features(task(20), fingerprint, pooled);
      Thread.sleep(20);
    }
  }

  @Test
  void whatIsInUseStaysWhateverTheLimit() throws Exception {
    threeTablesOfWhichTheFirstWasUsedLast();
    FeatureCache small = new FeatureCache(spark(), root.toUri().toString(), 1, Duration.ZERO);
    small.cached("b", pooled);
    small.features(task(5), "d", pooled);
    assertThat(dataFolders()).as("b and d are in use").hasSize(2);
    assertThat(small.cached("b", pooled)).isPresent();
    assertThat(small.cached("d", pooled)).isPresent();
    assertThat(small.cached("a", pooled)).isEmpty();
  }

  @Test
  void withinTheGuardNothingIsRemoved() throws Exception {
    cache.features(task(5), "a", pooled);
    FeatureCache small = new FeatureCache(spark(), root.toUri().toString(), 1);
    small.features(task(5), "b", pooled);
    assertThat(dataFolders()).hasSize(2);
  }

  @Test
  void eraseRemovesEveryTableOfTheData() throws Exception {
    cache.features(task(5), "a", pooled);
    cache.features(task(5), "a", hidden);
    cache.features(task(5), "b", pooled);
    assertThat(cache.erase("a")).isEqualTo(2);
    assertThat(dataFolders()).hasSize(1);
    assertThat(cache.cached("b", pooled)).isPresent();
  }

  @Test
  void aTableThatLostDataIsComputedAgain() throws Exception {
    List<Row> whole = cache.features(task(20), "f", hidden).sort("row_key").collectAsList();
    try (Stream<Path> files = Files.walk(dataFolders().get(0))) {
      Files.delete(files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get());
    }
    FeatureCache later = new FeatureCache(spark(), root.toUri().toString(), NO_LIMIT);
    assertThat(later.features(task(20), "f", hidden).sort("row_key").collectAsList())
        .isEqualTo(whole);
  }

  @Test
  void oneUnusableMarkerFailsNoComputationAndNoErasure() throws Exception {
    cache.features(task(5), "a", pooled);
    Files.writeString(dataFolders().get(0).resolveSibling(FeatureTable.MARKER), "{");
    assertThat(cache.features(task(5), "b", pooled).count()).isEqualTo(5);
    assertThat(cache.erase("b")).isEqualTo(1);
    assertThat(dataFolders()).hasSize(1);
  }

  @Test
  void askingForOneTableKeepsTheOthersInUseYoung() throws Exception {
    cache.features(task(5), "a", pooled);
    Path marker = dataFolders().get(0).resolveSibling(FeatureTable.MARKER);
    Files.setLastModifiedTime(marker, FileTime.fromMillis(1_000));
    cache.cached("b", pooled);
    assertThat(Files.getLastModifiedTime(marker).toMillis()).isGreaterThan(1_000_000);
  }

  private List<Path> dataFolders() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(path -> path.getFileName().toString().startsWith("data-")).toList();
    }
  }

  private static Dataset<Row> unreadable() {
    return task(1)
        .withColumn("text", functions.expr("cast(raise_error('the task was read') as string)"));
  }

  private static Dataset<Row> task(int rows) {
    StructType schema =
        new StructType()
            .add("row_key", DataTypes.StringType)
            .add("text", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("split", DataTypes.StringType);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      list.add(
          RowFactory.create(
              "row-%03d".formatted(i),
              "abc ".repeat(1 + i % 12),
              i % 7 == 0 ? null : "class " + i % 3,
              i % 4 == 0 ? "test" : "train"));
    }
    return spark().createDataFrame(list, schema);
  }
}
