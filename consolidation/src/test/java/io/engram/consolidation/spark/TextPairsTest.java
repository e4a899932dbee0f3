package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of texts from learning to scoring: only the second text tells the class. */
class TextPairsTest extends SparkTest {
  private static final TaskColumns PAIRS =
      new TaskColumns("text", "second", "label", "split", List.of("key"));

  @TempDir static Path folder;
  private static LearntLake lake;
  private static LearnOutcome learnt;
  private static ContinualClassifierModel model;

  @BeforeAll
  static void learn() throws IOException {
    lake = new LearntLake(spark(), folder);
    String uri = folder.resolve("tasks/pairs").toUri().toString();
    pairs().write().parquet(uri);
    learnt = learn("pairs", uri);
    model = PublishedModel.load(lake.store, learnt.record(), spark()).model();
  }

  private static LearnOutcome learn(String task, String uri) throws IOException {
    return lake.learn(task, uri, PAIRS, LearntLake.choice("ada", 2, 12), false, Optional.empty());
  }

  private static Dataset<Row> pairs() {
    return lake.table(LearntLake.rows("pairs", 2, 32))
        .withColumnRenamed("text", "second")
        .withColumn("text", functions.lit("a"));
  }

  private static ContinualClassifierModel scoring() {
    return model.copy(ParamMap.empty()).setTask("pairs").setHandleInvalid("keep");
  }

  @Test
  void theSecondTextDecidesAndScoringAgreesWithTheEvaluation() {
    Dataset<Row> scored =
        scoring().setPairCol("second").transform(pairs().filter("split = 'test'"));
    double right = scored.filter("prediction = label").count() / (double) scored.count();
    assertThat(right).isCloseTo(learnt.matrix().cell(0, 0), within(1e-9)).isGreaterThan(0.6);
  }

  @Test
  void aRowWithoutASecondTextGetsTheReasonInsteadOfAnAnswer() {
    Dataset<Row> halves = pairs().withColumn("second", functions.lit(null).cast("string")).limit(2);
    assertThat(errors(scoring().setPairCol("second"), halves))
        .allSatisfy(error -> assertThat(error).contains("'pairs'").contains("second text is null"));
    assertThat(errors(scoring(), pairs().limit(2)))
        .allSatisfy(error -> assertThat(error).contains("no column of second texts is named"));
  }

  @Test
  void aRowWithoutASecondTextIsNotAskedTasksOfPairsWhicheverWayItComesToThem() throws IOException {
    LearnOutcome both = lake.learn("plain", lake.write("plain", 2, 32));
    ContinualClassifierModel all =
        PublishedModel.load(lake.store, both.record(), spark()).model().setHandleInvalid("keep");
    Dataset<Row> rows = pairs().limit(3);
    List<Row> byTask =
        all.copy(ParamMap.empty()).setAllTasks("rows").transform(rows).collectAsList();
    assertThat(byTask).hasSize(6);
    for (Row row : byTask) {
      boolean pair = row.getAs("task").equals("pairs");
      assertThat(row.isNullAt(row.fieldIndex("prediction"))).isEqualTo(pair);
      assertThat(row.isNullAt(row.fieldIndex("error"))).isEqualTo(!pair);
    }
    for (Row row : all.copy(ParamMap.empty()).setAllTasks("map").transform(rows).collectAsList()) {
      assertThat(row.getJavaMap(row.fieldIndex("predictions"))).containsOnlyKeys("plain");
    }
    for (Row row : all.copy(ParamMap.empty()).setTask("auto").transform(rows).collectAsList()) {
      assertThat(row.<String>getAs("task")).isEqualTo("plain");
      assertThat(row.isNullAt(row.fieldIndex("prediction"))).isFalse();
      assertThat(row.isNullAt(row.fieldIndex("error"))).isTrue();
    }
    assertThatThrownBy(
            () ->
                all.setTask("")
                    .setAllTasks("map")
                    .setHandleInvalid("error")
                    .transform(rows)
                    .count())
        .hasRootCauseInstanceOf(BadRowException.class);
  }

  @Test
  void aTaskOfSingleTextsIsAskedWithoutTheSecondTextOfARow() throws IOException {
    LearnOutcome both = lake.learn("single", lake.write("single", 2, 32));
    ContinualClassifierModel all =
        PublishedModel.load(lake.store, both.record(), spark())
            .model()
            .setHandleInvalid("keep")
            .setKeyCols("key");
    Dataset<Row> rows = pairs().limit(8);
    List<Row> alone = answers(all.copy(ParamMap.empty()).setTask("single"), rows);
    ContinualClassifierModel paired = all.copy(ParamMap.empty()).setPairCol("second");
    assertThat(answers(paired.copy(ParamMap.empty()).setTask("single"), rows)).isEqualTo(alone);
    assertThat(
            answers(
                paired.copy(ParamMap.empty()).setTask("single"),
                rows.withColumn("second", functions.lit(""))))
        .isEqualTo(alone);

    List<Row> together = answers(paired.copy(ParamMap.empty()).setAllTasks("rows"), rows);
    assertThat(together.stream().filter(row -> row.getString(1).equals("single")).toList())
        .isEqualTo(alone);
    assertThat(together.stream().filter(row -> row.getString(1).equals("pairs")).toList())
        .isEqualTo(answers(paired.copy(ParamMap.empty()).setTask("pairs"), rows));

    for (Row row : paired.copy(ParamMap.empty()).setTask("auto").transform(rows).collectAsList()) {
      assertThat(row.<String>getAs("task")).isEqualTo("pairs");
      assertThat(row.isNullAt(row.fieldIndex("prediction"))).isFalse();
    }
  }

  private static List<Row> answers(ContinualClassifierModel model, Dataset<Row> rows) {
    return model
        .transform(rows)
        .select("key", "task", "prediction", "probability", "error")
        .orderBy("key")
        .collectAsList();
  }

  @Test
  void learningRefusesSuchRowsAsWell() {
    String uri = folder.resolve("tasks/halves").toUri().toString();
    pairs()
        .withColumn("second", functions.expr("CASE WHEN key LIKE '%-1' THEN NULL ELSE second END"))
        .write()
        .parquet(uri);
    assertThatThrownBy(() -> learn("halves", uri))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("'second' is null or blank");
  }

  private static List<String> errors(ContinualClassifierModel model, Dataset<Row> rows) {
    return model.transform(rows).collectAsList().stream()
        .map(row -> row.<String>getAs("error"))
        .toList();
  }
}
