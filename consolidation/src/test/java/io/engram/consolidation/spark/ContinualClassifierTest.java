package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.StageSweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinualClassifierTest extends SparkTest {
  @TempDir static Path temporary;
  private static Path folder;
  private static LearntLake lake;
  private static Dataset<Row> tasks;
  private static ContinualClassifierModel model;

  @BeforeAll
  static void fit() throws IOException {
    folder = temporary.resolve("my work");
    lake = new LearntLake(spark(), folder);
    tasks =
        lake.table(LearntLake.rows("one", 2, 16))
            .withColumn("task", functions.lit("one"))
            .union(
                lake.table(LearntLake.rows("two", 3, 16)).withColumn("task", functions.lit("two")));
    model = estimator().fit(tasks);
  }

  private static ContinualClassifier estimator() {
    return new ContinualClassifier()
        .setInputCol("text")
        .setLabelCol("label")
        .setTaskCol("task")
        .setBackbone("tiny")
        .setWorkUri(folder.toString())
        .setPoolSize(1)
        .setEpochs(2)
        .setMaxLength(32);
  }

  @Test
  void keepsTheColumnsOfTheTableAndAddsItsOwn() {
    Dataset<Row> scored = model.transform(tasks);
    assertThat(scored.columns())
        .containsExactly(
            "key",
            "text",
            "label",
            "split",
            "task",
            "prediction",
            "predictionIndex",
            "probability",
            "modelVersion",
            "error");
    Row row = scored.first();
    Vector probability = row.getAs("probability");
    assertThat(java.util.Arrays.stream(probability.toArray()).sum())
        .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
    assertThat(row.<Double>getAs("predictionIndex")).isEqualTo((double) probability.argmax());
    assertThat(row.<String>getAs("prediction"))
        .isEqualTo(model.classes(row.getAs("task")).get(probability.argmax()));
  }

  @Test
  void inAPipelineItSavesAndLoadsAndPredictsTheSame(@TempDir Path elsewhere) throws Exception {
    PipelineModel fitted = new Pipeline().setStages(new PipelineStage[] {estimator()}).fit(tasks);
    String saved = elsewhere.resolve("my pipeline").toString();
    fitted.write().save(saved);
    assertThat(
            PipelineModel.load(saved)
                .transform(tasks)
                .drop("modelVersion")
                .orderBy("key")
                .collectAsList())
        .isEqualTo(fitted.transform(tasks).drop("modelVersion").orderBy("key").collectAsList());
  }

  @Test
  void aModelIsNotSavedOverWhatItWasLoadedFrom(@TempDir Path elsewhere) throws Exception {
    String saved = elsewhere.resolve("saved").toString();
    model.write().save(saved);
    ContinualClassifierModel loaded = ContinualClassifierModel.load(saved);
    assertThatThrownBy(() -> loaded.write().overwrite().save(saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds what the model itself was loaded from");
    assertThat(ContinualClassifierModel.load(saved).transform(tasks).count())
        .isEqualTo(tasks.count());
    String other = elsewhere.resolve("other").toString();
    loaded.write().overwrite().save(other);
    loaded.write().overwrite().save(other);
    assertThat(ContinualClassifierModel.load(other).transform(tasks).count())
        .isEqualTo(tasks.count());
  }

  @Test
  void paramsOfScoringMayBeSetBeforeLearning() {
    assertThat(estimator().setTask("auto").transformSchema(tasks.schema()).fieldNames())
        .contains("task", "confidence");
    assertThat(estimator().setAllTasks("rows").transformSchema(tasks.schema()).fieldNames())
        .contains("task", "prediction");
  }

  @Test
  void twoOutputsOfOneNameAndNamesThatNoTaskMayHaveAreRefused() {
    assertThatThrownBy(
            () ->
                model
                    .copy(ParamMap.empty())
                    .setPredictionCol("x")
                    .setErrorCol("x")
                    .transformSchema(tasks.schema()))
        .hasMessageContaining("'x' (predictionCol)")
        .hasMessageContaining("is the name of two outputs");
    Dataset<Row> strange = tasks.withColumn("task", org.apache.spark.sql.functions.lit("My Task"));
    assertThatThrownBy(() -> estimator().fit(strange))
        .hasMessageContaining("column 'task' (taskCol) names a task 'My Task'");
    assertThatThrownBy(() -> estimator().fit(tasks.limit(0))).hasMessageContaining("names no task");
  }

  @Test
  void allTasksGiveARowATaskOrOneMap() {
    Dataset<Row> untasked = tasks.drop("task").limit(5);
    ContinualClassifierModel all = model.copy(ParamMap.empty());
    assertThat(all.setAllTasks("rows").transform(untasked).count()).isEqualTo(10);
    List<Row> maps = all.setAllTasks("map").transform(untasked).collectAsList();
    assertThat(maps).hasSize(5);
    assertThat(maps.get(0).getJavaMap(maps.get(0).fieldIndex("predictions")).keySet().toString())
        .contains("one")
        .contains("two");
  }

  @Test
  void aRowWithoutTextThatIsAskedEveryTaskIsKeptWithoutATask() {
    ContinualClassifierModel all =
        model.copy(ParamMap.empty()).setAllTasks("rows").setTask("auto").setHandleInvalid("keep");
    Dataset<Row> blank = tasks.drop("task").withColumn("text", functions.lit(" ")).limit(1);
    Row kept = all.transform(blank).first();
    assertThat(kept.<String>getAs("error")).isEqualTo("column 'text' is blank");
    assertThat(kept.<String>getAs("task")).isNull();
  }

  @Test
  void withoutATaskTheTaskOfEachRowIsFound() {
    Dataset<Row> untasked = tasks.withColumnRenamed("task", "own");
    ContinualClassifierModel auto = model.copy(ParamMap.empty()).setTask("auto");
    Dataset<Row> scored = auto.transform(untasked);
    assertThat(scored.columns())
        .containsExactly(
            "key",
            "text",
            "label",
            "split",
            "own",
            "prediction",
            "predictionIndex",
            "probability",
            "task",
            "confidence",
            "novelty",
            "modelVersion",
            "error");
    List<Row> rows = scored.collectAsList();
    long own = rows.stream().filter(row -> row.getAs("task").equals(row.getAs("own"))).count();
    assertThat(own).isGreaterThan(rows.size() * 3L / 4);
    List<Row> asked =
        model
            .copy(ParamMap.empty())
            .transform(scored.select("key", "text", "task", "confidence"))
            .collectAsList();
    int same = 0;
    int right = 0;
    int rightByHead = 0;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertThat(asked.get(i).<String>getAs("key")).isEqualTo(row.getAs("key"));
      Vector probability = row.getAs("probability");
      assertThat(probability.size()).isEqualTo(asked.get(i).<Vector>getAs("probability").size());
      assertThat(row.<Double>getAs("predictionIndex")).isEqualTo((double) probability.argmax());
      String byHead = asked.get(i).getAs("prediction");
      boolean home = row.getAs("task").equals(row.getAs("own"));
      same += byHead.equals(row.getAs("prediction")) ? 1 : 0;
      right += home && row.getAs("label").equals(row.getAs("prediction")) ? 1 : 0;
      rightByHead += home && row.getAs("label").equals(byHead) ? 1 : 0;
      assertThat(row.<Double>getAs("confidence")).isBetween(0.0, 1.0);
      assertThat(row.<Double>getAs("novelty")).isBetween(0.0, 1.0);
    }
    assertThat(same).as("the router has a say in the class").isLessThan(rows.size());
    assertThat(right).as("which does no harm").isGreaterThanOrEqualTo(rightByHead);
    List<Row> kept =
        auto.copy(ParamMap.empty())
            .setHandleInvalid("keep")
            .transform(untasked.withColumn("text", functions.lit(null).cast("string")).limit(1))
            .collectAsList();
    assertThat(kept.get(0).<String>getAs("error")).isEqualTo("column 'text' is null");
    assertThat(kept.get(0).<String>getAs("task")).isNull();
  }

  @Test
  void badRowsAreAnErrorOrSkippedOrKeptWithTheReason() {
    Dataset<Row> bad =
        tasks
            .limit(3)
            .withColumn("text", functions.expr("CASE WHEN key = 'one-0-0' THEN NULL ELSE text END"))
            .withColumn(
                "task", functions.expr("CASE WHEN key = 'one-0-1' THEN 'never' ELSE task END"));
    ContinualClassifierModel scoring = model.copy(ParamMap.empty());
    scoring.setKeyCols("key");
    assertThatThrownBy(() -> scoring.transform(bad).collectAsList())
        .hasStackTraceContaining("row one-0-0: column 'text' is null; set handleInvalid");
    assertThatThrownBy(() -> model.transform(bad.coalesce(1)).collectAsList())
        .hasStackTraceContaining("row 0 of partition 0: column 'text' is null");
    assertThat(scoring.setHandleInvalid("skip").transform(bad).count()).isEqualTo(1);
    List<Row> kept = scoring.setHandleInvalid("keep").transform(bad).orderBy("key").collectAsList();
    assertThat(kept.get(0).<String>getAs("error")).isEqualTo("column 'text' is null");
    assertThat(kept.get(1).<String>getAs("error"))
        .contains("column 'task' asks task 'never', which was never learnt")
        .contains("one, two");
    assertThat(kept.get(1).<String>getAs("prediction")).isNull();
    assertThat(kept.get(2).<String>getAs("error")).isNull();
  }

  @Test
  void brokenUtf8IsReplacedAndATextOfFiveMegabytesIsCutOff() {
    Dataset<Row> odd =
        tasks
            .limit(3)
            .withColumn(
                "text",
                functions.expr(
                    "CASE key WHEN 'one-0-0' THEN X'61C362' WHEN 'one-0-1' THEN"
                        + " CAST(repeat('a b c ', 900000) AS BINARY) ELSE CAST(text AS BINARY) END"));
    assertThat(model.transform(odd).where("error IS NULL AND prediction IS NOT NULL").count())
        .isEqualTo(3);
  }

  @Test
  void aMissingColumnNamesTheColumnsThereAre() {
    assertThatThrownBy(() -> model.transform(tasks.drop("text")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'text' (inputCol) is missing")
        .hasMessageContaining("key, label, split, task");
  }

  @Test
  void loadsTheModelOnceAJvmWhateverTheNumberOfTasksAndStages() {
    model.transform(tasks.repartition(6)).count();
    long before = ServedModels.loads();
    model.transform(tasks.repartition(8)).collectAsList();
    model.transform(tasks.repartition(3)).collectAsList();
    assertThat(ServedModels.loads() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void theBatchSizeReachesThePredictorAndChangesNoAnswer() {
    ContinualClassifierModel small = model.copy(ParamMap.empty()).setScoringBatchSize(3);
    assertThat(
            small
                .scoring()
                .plan(tasks.schema(), PictureReading.DEFAULT, "", Set.of(), Map.of())
                .options()
                .batchRows())
        .isEqualTo(3);
    assertThat(
            model
                .scoring()
                .plan(tasks.schema(), PictureReading.DEFAULT, "", Set.of(), Map.of())
                .options()
                .batchRows())
        .isEqualTo(64);
    assertThat(small.transform(tasks).select("key", "prediction").collectAsList())
        .isEqualTo(model.transform(tasks).select("key", "prediction").collectAsList());
  }

  @Test
  void theModelKeepsEveryParamThroughCopyAndSaveAndLoad(@TempDir Path elsewhere) throws Exception {
    StageSweep.check(model.copy(ParamMap.empty()), elsewhere);
  }

  @Test
  void aGridSearchFitsEveryPointAndComparesThemByPredictionIndex() {
    ContinualClassifier estimator = estimator();
    ParamMap[] grid = new ParamGridBuilder().addGrid(estimator.epochs(), new int[] {1, 2}).build();
    Dataset<Row> one =
        tasks.filter("task = 'one'").withColumn("index", model.labelIndex("label", "one"));
    TrainValidationSplitModel search =
        new TrainValidationSplit()
            .setEstimator(estimator)
            .setEstimatorParamMaps(grid)
            .setEvaluator(accuracy("index"))
            .setTrainRatio(0.75)
            .setSeed(1)
            .fit(one);
    assertThat(search.validationMetrics()).hasSize(2);
    ContinualClassifier best = (ContinualClassifier) search.bestModel().parent();
    double[] metrics = search.validationMetrics();
    assertThat(best.value(best.epochs())).isEqualTo(metrics[0] >= metrics[1] ? 1 : 2);
  }

  @Test
  void sparksEvaluatorCountsWhatThePredictedLabelsCount() {
    Dataset<Row> scored =
        model
            .transform(tasks.filter("task = 'two'"))
            .withColumn("index", model.labelIndex("label", "two"));
    double right = scored.filter("prediction = label").count() / (double) scored.count();
    assertThat(accuracy("index").evaluate(scored))
        .isCloseTo(right, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(
            scored
                .withColumnRenamed("label", "meta.label")
                .where(model.labelIndex("meta.label", "two").notEqual(functions.col("index")))
                .count())
        .isZero();
    assertThat(
            scored
                .select(model.labelIndex("key", "two").as("none"))
                .filter("none IS NOT NULL")
                .count())
        .isZero();
  }

  @Test
  void aLabelThatIsANumberWithAFractionHasTheIndexOfTheClassThatWasLearntFromIt() {
    Dataset<Row> numbered =
        tasks
            .filter("task = 'one'")
            .withColumn("given", functions.expr("cast(10000000 * substring(label, 7) as double)"));
    ContinualClassifierModel learnt = estimator().setLabelCol("given").setEpochs(1).fit(numbered);
    assertThat(learnt.classes("one")).containsExactly("0", "10000000");
    for (String type : List.of("double", "float", "decimal(12,2)", "bigint")) {
      Dataset<Row> typed = numbered.withColumn("typed", functions.col("given").cast(type));
      assertThat(
              typed
                  .where(
                      learnt
                          .labelIndex("typed", "one")
                          .equalTo(functions.expr("cast(substring(label, 7) as double)")))
                  .count())
          .as(type)
          .isEqualTo(numbered.count());
    }
    Dataset<Row> text = numbered.select(functions.lit("0.0").as("text"));
    assertThat(text.where(learnt.labelIndex("text", "one").isNotNull()).count())
        .as("a string is another class than the number it reads as")
        .isZero();
  }

  private static MulticlassClassificationEvaluator accuracy(String index) {
    return new MulticlassClassificationEvaluator()
        .setLabelCol(index)
        .setPredictionCol("predictionIndex")
        .setMetricName("accuracy");
  }
}
