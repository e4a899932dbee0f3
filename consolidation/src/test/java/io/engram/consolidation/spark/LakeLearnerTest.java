package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.Query;
import io.engram.consolidation.spark.LearnOutcome.Kind;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One model's life: three tasks into two slots, then what happens to it. Its folder has a name that
 * addresses have to quote.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LakeLearnerTest extends SparkTest {
  @TempDir static Path temporary;
  private static Path folder;
  private static LearntLake lake;
  private static LearnOutcome third;
  private static List<String> stagesOfThird;

  @BeforeAll
  static void learnThreeTasks() throws IOException {
    folder = temporary.resolve("my lake, 100%");
    lake = new LearntLake(spark(), folder);
    lake.learn("first", lake.write("first", 2, 24));
    lake.learn("second", lake.write("second", 3, 24));
    third = lake.learn("third", lake.write("third", 2, 24));
    stagesOfThird = lake.stages.stream().filter(stage -> stage.startsWith("third: ")).toList();
  }

  @Test
  @Order(1)
  void eachTaskIsAVersionAndTheThirdIsConsolidatedIntoOneOfTwoSlots() {
    assertThat(third.kind()).isEqualTo(Kind.LEARNT);
    assertThat(third.record().number()).isEqualTo(3);
    assertThat(third.model().state().loads()).containsExactlyInAnyOrder(1, 2);
    assertThat(third.log().orElseThrow().choice().orElseThrow().scores()).hasSize(2);
    assertThat(third.log().orElseThrow().consolidation()).isPresent();
  }

  @Test
  @Order(1)
  void theMatrixHasARowForEveryTaskAndNoCellAboveTheDiagonal() {
    assertThat(third.matrix().tasks()).containsExactly("first", "second", "third");
    assertThat(third.matrix().cell(0, 1)).isNull();
    assertThat(third.matrix().cell(2, 0)).isNotNull();
    assertThat(third.matrix().cell(2, 2)).isGreaterThan(0.6);
  }

  @Test
  @Order(1)
  void onlyTheTaskItselfAndTasksOfItsSlotAreEvaluatedAgain() {
    int slot = third.model().state().task("third").orElseThrow().slot();
    List<String> expected =
        third.model().state().pool().slots().get(slot).tasks().stream()
            .map(task -> "third: evaluating " + task)
            .toList();
    assertThat(expected).hasSize(2);
    assertThat(stagesOfThird.stream().filter(stage -> stage.contains("evaluating")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @Order(1)
  void theRecordNamesTheVersionsOfAllLibraries() {
    assertThat(third.record().provenance().libraries())
        .containsOnlyKeys("engram", "java", "spark", "hadoop", "djl", "pytorch")
        .doesNotContainValue("${project.version}")
        .containsEntry("djl", "0.38.0");
  }

  @Test
  @Order(1)
  void statisticsAndReservoirAreKeptWithTheVersion() {
    assertThat(third.model().state().tasks())
        .allSatisfy(task -> assertThat(task.statistics()).isPresent());
    assertThat(third.model().state().reservoir().size()).isEqualTo(20);
  }

  @Test
  @Order(2)
  void plainPipelineModelLoadScoresAMixedTableAndAgreesWithTheEvaluation() throws IOException {
    PipelineModel model = PipelineModel.load(versionFolder());
    Dataset<Row> mixed = mixed().filter("split = 'test'");
    List<Row> scored =
        model
            .transform(mixed)
            .groupBy("task")
            .agg(
                functions.avg(
                    functions.expr("CASE WHEN prediction = label THEN 1.0D ELSE 0.0D END")),
                functions.count_if(functions.col("error").isNotNull()),
                functions.first("modelVersion"))
            .orderBy("task")
            .collectAsList();
    assertThat(scored).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(scored.get(i).getDouble(1)).isCloseTo(third.matrix().cell(2, i), within(1e-9));
      assertThat(scored.get(i).getLong(2)).isZero();
      assertThat(scored.get(i).getString(3)).isEqualTo("3");
    }
  }

  @Test
  @Order(2)
  void theExportedFolderStandsAloneAndScoresTheSame(@TempDir Path elsewhere) throws IOException {
    Path target = elsewhere.resolve("alone 50%");
    lake.store.export(third.record(), target.toUri());
    PipelineModel inStore = PipelineModel.load(versionFolder());
    PipelineModel alone = PipelineModel.load(target.toString());
    assertThat(alone.transform(mixed()).orderBy("key").collectAsList())
        .isEqualTo(inStore.transform(mixed()).orderBy("key").collectAsList());
  }

  @Test
  @Order(2)
  void inPlainJavaAStoresVersionAndAnExportedFolderPredictWhatTransformPredicts(
      @TempDir Path elsewhere) throws IOException {
    Path target = elsewhere.resolve("alone");
    lake.store.export(third.record(), target.toUri());
    List<Row> scored =
        PipelineModel.load(target.toUri().toString()).transform(mixed()).collectAsList();
    List<Query> queries =
        scored.stream()
            .map(row -> new Query(row.getAs("text"), null, row.<String>getAs("task")))
            .toList();
    for (String model : List.of(folder + "#3", target.toString())) {
      try (ServedModel served = ServedModel.open(model, new Configuration())) {
        assertThat(served.version()).isEqualTo(3);
        List<Prediction> predictions = served.predictor().predict(queries);
        for (int i = 0; i < scored.size(); i++) {
          assertThat(predictions.get(i).label()).isEqualTo(scored.get(i).getAs("prediction"));
          double[] probability = scored.get(i).<Vector>getAs("probability").toArray();
          for (int c = 0; c < probability.length; c++) {
            assertThat((double) predictions.get(i).probability()[c])
                .isCloseTo(probability[c], within(1e-5));
          }
        }
      }
    }
  }

  @Test
  @Order(2)
  void inPlainJavaAFolderWithoutAModelIsRefusedByName(@TempDir Path empty) {
    assertThatThrownBy(() -> ServedModel.open(empty.toString(), new Configuration()))
        .isInstanceOf(java.io.FileNotFoundException.class)
        .hasMessageContaining(empty.toString())
        .hasMessageContaining("model.json");
  }

  @Test
  @Order(2)
  void theSameTaskAgainTrainsNothingAndPublishesNothing() throws IOException {
    LearnOutcome again = lake.learn("third", uri("third"));
    assertThat(again.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(lake.store.latest().map(VersionRecord::number)).contains(3L);
  }

  @Test
  @Order(3)
  void otherDataForALearntTaskIsRefusedAndTheModelStaysAsItWas() {
    lake.write("third", 2, 28);
    assertThatThrownBy(() -> lake.learn("third", uri("third")))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("task third")
        .hasMessageContaining("other data")
        .hasMessageContaining("--replace");
    assertThat(versions()).isEqualTo(3);
  }

  @Test
  @Order(4)
  void replaceLearnsItAgainInItsSlotAndLeavesTheOtherHeads() throws IOException {
    LearnOutcome replaced = lake.learn("third", uri("third"), LearntLake.choice("ada", 2), true);
    assertThat(replaced.kind()).isEqualTo(Kind.REPLACED);
    assertThat(replaced.model().state().task("third").orElseThrow().slot())
        .isEqualTo(third.model().state().task("third").orElseThrow().slot());
    assertThat(replaced.model().state().task("first").orElseThrow().head())
        .isEqualTo(third.model().state().task("first").orElseThrow().head());
  }

  @Test
  @Order(5)
  void anotherBackboneIsRefusedWithBothNames() {
    assertThatThrownBy(
            () ->
                lake.learner(false)
                    .learn(
                        new LearnRequest(
                            lake.root.toUri(),
                            io.engram.consolidation.spark.data.TaskRequest.of(
                                "fourth", uri("first")),
                            java.util.Optional.of("minilm"),
                            LearntLake.choice("ada", 2),
                            false,
                            java.util.Optional.empty(),
                            io.engram.consolidation.gate.GateRules.NONE,
                            java.util.Optional.empty())))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("'tiny'")
        .hasMessageContaining("'minilm'");
  }

  @Test
  @Order(6)
  void anExternalTableOfInputsIsDistilledOnAsWell() throws IOException {
    Dataset<Row> external =
        lake.table(LearntLake.rows("elsewhere", 2, 30))
            .selectExpr(
                "key AS row_key",
                "text",
                "CAST(NULL AS STRING) AS pair",
                "CAST(NULL AS STRING) AS label",
                "'train' AS split");
    String uri = lake.write("fourth", 2, 24);
    LearnOutcome with =
        lake.learn("fourth", uri, LearntLake.choice("ada", 2), false, Optional.of(external));
    long rows = with.log().orElseThrow().consolidation().orElseThrow().rows();
    // 36 training rows of the task, at most 20 of the reservoir, 60 external ones.
    assertThat(rows).isBetween(36L + 60L + 1, 36L + 60L + 20L);
  }

  private static long versions() {
    try {
      return lake.store.latest().orElseThrow().number();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String versionFolder() throws IOException {
    return new org.apache.hadoop.fs.Path(lake.store.checkedFolder(third.record())).toString();
  }

  private static String uri(String task) {
    return folder.resolve("tasks").resolve(task).toString();
  }

  private static Dataset<Row> mixed() {
    Dataset<Row> all = null;
    for (String task : List.of("first", "second", "third")) {
      int classes = task.equals("second") ? 3 : 2;
      Dataset<Row> rows =
          lake.table(LearntLake.rows(task, classes, 24)).withColumn("task", functions.lit(task));
      all = all == null ? rows : all.union(rows);
    }
    return all;
  }
}
