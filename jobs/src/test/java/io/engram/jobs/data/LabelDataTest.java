package io.engram.jobs.data;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.task.LabelShare;
import io.engram.consolidation.task.TaskManifest;
import io.engram.jobs.ExitCode;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.InputTables;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's multi-label table, by {@code engram data labels}. */
class LabelDataTest extends SparkTest {
  private static final int ROWS = 400;

  @TempDir private Path folder;
  private String table;

  @BeforeEach
  void table() {
    table = folder.resolve("stories").toString();
    write(null);
  }

  /**
   * Half have "even", one in ten "C++", three have "rare", all "all"; every 50th is not labelled.
   */
  private void write(String delimiter) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      TreeSet<String> labels = new TreeSet<>(List.of("all"));
      if (i % 2 == 0) {
        labels.add("even");
      }
      if (i % 10 == 3) {
        labels.add("C++");
      }
      if (i < 3) {
        labels.add("rare");
      }
      rows.add(
          RowFactory.create("story " + i, i % 50 == 49 ? null : labels.toArray(String[]::new)));
    }
    StructType schema =
        new StructType()
            .add("body", DataTypes.StringType)
            .add("tags", DataTypes.createArrayType(DataTypes.StringType));
    Dataset<Row> all = spark().createDataFrame(rows, schema);
    (delimiter == null ? all : all.withColumn("tags", array_join(col("tags"), delimiter)))
        .write()
        .mode("overwrite")
        .parquet(table);
  }

  private ProgramRun run(String... more) {
    List<String> words =
        new ArrayList<>(List.of("data", "labels", "--lake", folder.resolve("lake").toString()));
    words.addAll(List.of("--input", table, "--text-col", "body"));
    words.addAll(List.of(more));
    Map.of("--label-col", "tags", "--min-rows", "20", "--name", "topics")
        .forEach(
            (option, value) -> {
              if (!words.contains(option)) {
                words.addAll(List.of(option, value));
              }
            });
    return ProgramRun.of(settings -> new RunningSession(spark()), words.toArray(String[]::new));
  }

  private Dataset<Row> read(String where) {
    return spark().read().parquet(folder.resolve("lake").resolve(where).toString());
  }

  @Test
  void aFrequentLabelIsABalancedTaskThatKnowsItsShareOfTheTable() {
    ProgramRun run = run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("topics-even", "topics-cpp", "2 tasks").doesNotContain("rare");
    InputSpec task =
        InputSpec.parquet(TaskTables.uri(folder.resolve("lake").toString(), "topics-cpp"));
    TaskManifest manifest =
        DataContract.standard()
            .check(TaskReader.read(spark(), InputTables.task("topics-cpp", task)));
    assertThat(manifest.labelShare()).isEqualTo(new LabelShare("C++", 40 / 392.0));
    assertThat(manifest.counts().get("C++")).isEqualTo(manifest.counts().get("not C++"));
    assertThat(manifest.counts().get("C++").total()).isEqualTo(40);
    assertThat(manifest.question().orElseThrow().corrected(0.5))
        .isCloseTo(40 / 392.0, within(1e-12));
    Map<String, Row> whole = new HashMap<>();
    read("tables/topics").collectAsList().forEach(row -> whole.put(row.getAs("key"), row));
    assertThat(whole).hasSize(392);
    for (Row row : read("tasks/topics-cpp").collectAsList()) {
      Row source = whole.get(row.<String>getAs("key"));
      List<String> labels = source.getList(source.fieldIndex("labels"));
      assertThat(labels.contains("C++")).isEqualTo(row.getAs("label").equals("C++"));
      assertThat(row.<String>getAs("split")).isEqualTo(source.getAs("split"));
      assertThat(row.<String>getAs("text")).isEqualTo(source.getAs("text"));
    }
  }

  @Test
  void labelsInAStringAreTheSameTasks() {
    assertThat(run().code()).isZero();
    List<Row> arrays = read("tasks/topics-even").orderBy("key").collectAsList();
    write(" ; ");
    ProgramRun again = run("--label-delimiter", ";", "--replace");
    assertThat(again.code()).as(again.err()).isZero();
    List<Row> strings = read("tasks/topics-even").orderBy("key").collectAsList();
    assertThat(strings).hasSameSizeAs(arrays);
    assertThat(read("tables/topics").where("array_contains(labels, 'C++')").count()).isEqualTo(40);
  }

  @Test
  void rowsPerClassIsABoundAndTheSameTableGivesTheSameRows() {
    assertThat(run("--rows-per-class", "30").code()).isZero();
    assertThat(read("tasks/topics-even").where("label = 'even'").count()).isEqualTo(30);
    List<Row> before = read("tasks/topics-even").orderBy("key").collectAsList();
    assertThat(run("--rows-per-class", "30").code()).as("found").isZero();
    assertThat(run("--rows-per-class", "30", "--replace").code()).isZero();
    assertThat(read("tasks/topics-even").orderBy("key").collectAsList()).isEqualTo(before);
  }

  @Test
  void tasksOfAnEarlierCutAreGoneWhenItIsReplaced() {
    assertThat(run().code()).isZero();
    assertThat(folder.resolve("lake/tasks/topics-cpp")).exists();
    ProgramRun fewer = run("--min-rows", "100", "--replace");
    assertThat(fewer.code()).as(fewer.err()).isZero();
    assertThat(folder.resolve("lake/tasks/topics-even")).exists();
    assertThat(folder.resolve("lake/tasks/topics-cpp")).doesNotExist();
  }

  @Test
  void tasksOfAnEarlierCutThatWasInterruptedAreGoneToo() throws IOException {
    assertThat(run().code()).isZero();
    // As it is where the program died before the manifest.
    Path data = folder.resolve("lake/data");
    Files.delete(data.resolve("topics.json"));
    Files.writeString(
        data.resolve("topics.begun"), "tables/topics\ntasks/topics-cpp\ntasks/topics-even");
    ProgramRun fewer = run("--min-rows", "100");
    assertThat(fewer.code()).as(fewer.err()).isZero();
    assertThat(folder.resolve("lake/tasks/topics-even")).exists();
    assertThat(folder.resolve("lake/tasks/topics-cpp")).doesNotExist();
  }

  @Test
  void aTableThatItsOwnCutWouldOverwriteIsRefusedAndStays() {
    assertThat(run().code()).isZero();
    table = folder.resolve("lake/tables/topics").toString();
    List<Row> before = read("tables/topics").orderBy("key").collectAsList();
    ProgramRun own = run("--replace");
    assertThat(own.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(own.err())
        .contains("lake/tables/topics is the input ", "what is there would be lost");
    assertThat(read("tables/topics").orderBy("key").collectAsList()).isEqualTo(before);
  }

  @Test
  void columnsThatLabelsCannotHaveAreRefused() {
    ProgramRun pair = run("--text-pair-col", "answer");
    assertThat(pair.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(pair.err()).contains("has one column of text: --text-pair-col answer cannot");
    assertThat(run("--image-col", "photo").err()).contains("--image-col photo cannot");
  }

  @Test
  void rowsWithoutATextOrASplitAreRefusedByTheirKey() {
    spark()
        .sql(
            "SELECT 'a' key, ' ' body, array('x') tags, 'train' split"
                + " UNION ALL SELECT 'b', 'text', array('x'), 'test'")
        .write()
        .mode("overwrite")
        .parquet(table);
    assertThat(run("--key-cols", "key").err())
        .contains("no text, or a blank one, in 1 rows of its split train, one with key 'a'");
    spark()
        .sql(
            "SELECT 'a' key, 'text' body, array('x') tags, 'tran' split"
                + " UNION ALL SELECT 'b', 'text', array('x'), 'test'")
        .write()
        .mode("overwrite")
        .parquet(table);
    assertThat(run("--key-cols", "key").err())
        .contains("'tran' in its split column in 1 rows, one with key 'a'");
  }

  @Test
  void whatCannotBeCutIsRefusedWithWhatToDo() {
    assertThat(run("--min-rows", "300").err())
        .contains("no label has 300 rows that have it and 300 that have it not: of 392 rows");
    assertThat(run("--label-col", "topics").err())
        .contains("column 'topics' is missing", "there are body, tags", "--label-col");
    assertThat(run("--name", "debtags").err()).contains("none of", "got 'debtags'");
    assertThat(run("--min-rows", "0").err()).contains("--min-rows must be at least 1, got 0");
    assertThat(run("--split-col", "body").err()).contains("column 'body' is named for two things");
    assertThat(run("--split-col", "part").err()).contains("column 'part' is missing");
    String whole = table;
    table = folder.resolve("parts").toString();
    spark().read().parquet(whole).withColumn("part", lit("left")).write().parquet(table);
    assertThat(run("--split-col", "part").err())
        .contains("says 'left' in its split column", "it must say train, validation or test");
    table = whole;
    assertThat(folder.resolve("lake/data/topics.json")).doesNotExist();
    write(",");
    assertThat(run().err()).contains("'tags'", "is string", "--label-delimiter");
  }

  @Test
  void otherRowsThanBeforeAreRefused() {
    assertThat(run().code()).isZero();
    spark().read().parquet(table).limit(300).write().parquet(folder.resolve("fewer").toString());
    table = folder.resolve("fewer").toString();
    ProgramRun other = run();
    assertThat(other.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(other.err())
        .contains("input-rows=392", "input-rows=", "'engram data labels --name topics --replace'");
  }

  @Test
  void namesOfLabelsBecomeIdsOfTasks() {
    LabelNames names = new LabelNames("set");
    assertThat(names.id("implemented-in::c++")).isEqualTo("set-implemented-in-cpp");
    assertThat(names.id("A & B")).isEqualTo("set-a-b");
    assertThat(names.id("a/b")).as("another one").isEqualTo("set-a-b-2");
    assertThat(names.id("日本")).isEqualTo("set-label");
    assertThat(names.id("long ".repeat(40))).matches("[a-z0-9][a-z0-9._-]{0,63}");
  }
}
