package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.Query;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.serving.RealVersion;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.transformers.spark.FeatureExtractor;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java of the READMEs is the Java that runs here, on the real MiniLM-L6. */
class ReadmeSnippetTest extends SparkTest {
  private static final Pattern RUN =
      Pattern.compile("// snippet: (\\w+)\\n(.*?)// end", Pattern.DOTALL);
  private static final Pattern SHOWN =
      Pattern.compile("<!-- snippet: (\\w+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

  @TempDir static Path lake;
  private static Dataset<Row> rows;
  private static ContinualClassifierModel fitted;

  @BeforeAll
  static void learn() {
    rows =
        spark()
            .createDataFrame(LearntLake.rows("letters", 2, 12), LearntLake.SCHEMA)
            .drop("split")
            .withColumn("task", functions.lit("letters"));
    fitted = fit(rows, lake.toUri().toString());
  }

  private static ContinualClassifierModel fit(Dataset<Row> tasks, String lake) {
    // snippet: fit
    ContinualClassifierModel model =
        new ContinualClassifier()
            .setInputCol("text")
            .setLabelCol("label")
            .setTaskCol("task")
            .setBackbone("minilm")
            .setWorkUri(lake)
            .setPoolSize(4)
            .fit(tasks);
    // end
    return model;
  }

  private static Dataset<Row> transform(ContinualClassifierModel model, Dataset<Row> table) {
    // snippet: transform
    Dataset<Row> scored = model.transform(table);
    // end
    return scored;
  }

  private static double evaluate(ContinualClassifierModel model, Dataset<Row> scored) {
    // snippet: evaluate
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setLabelCol("labelIndex")
            .setPredictionCol("predictionIndex")
            .setMetricName("accuracy")
            .evaluate(scored.withColumn("labelIndex", model.labelIndex("label", "letters")));
    // end
    return accuracy;
  }

  private static Dataset<Row> embed(Dataset<Row> table, String lake) {
    // snippet: embed
    Dataset<Row> vectors =
        new FeatureExtractor()
            .setBackbone("minilm")
            .setWorkUri(lake)
            .setInputCol("text")
            .setOutputCol("features")
            .transform(table);
    // end
    return vectors;
  }

  private static List<Prediction> serve(String model, String text) throws IOException {
    // snippet: serve
    try (ServedModel served = ServedModel.open(model, new Configuration())) {
      List<Query> queries = List.of(new Query(text, null, "letters"));
      List<Prediction> answers = served.predictor().predict(queries);
      return answers;
    }
    // end
  }

  private static ContinualClassifierModel load(SparkSession spark, ModelStore store, String lake)
      throws IOException {
    // snippet: load
    ContinualClassifierModel model =
        PublishedModel.load(spark, store, ModelReference.parse(lake + "@production")).model();
    // end
    return model;
  }

  private static StreamingQuery stream(
      SparkSession spark, ModelStore store, String lake, Dataset<Row> incoming, String output)
      throws TimeoutException {
    // snippet: stream
    FollowedModel followed =
        new FollowedModel(spark, store, ModelReference.parse(lake + "@production"));
    StreamingQuery query =
        incoming
            .writeStream()
            .option("checkpointLocation", output + "/_checkpoint")
            .foreachBatch(
                (batch, number) -> {
                  ContinualClassifierModel model = followed.current().model();
                  model
                      .transform(batch)
                      .write()
                      .mode(SaveMode.Overwrite)
                      .parquet(output + "/microbatch=" + number);
                })
            .start();
    // end
    return query;
  }

  private static PipelineModel guarded(SparkSession spark, String folder) throws IOException {
    // snippet: guarded
    PipelineModel pipeline = CheckedPipeline.load(spark, folder);
    // end
    return pipeline;
  }

  @Test
  void theLoadingSnippetsGiveTheModelOfAStoreAndOfAnExportedFolder(@TempDir Path folder)
      throws IOException {
    ModelStore store = RealVersion.store(folder.resolve("store"), new Configuration());
    store.export(store.version(2), folder.resolve("exported").toUri());

    assertThat(load(spark(), store, folder.resolve("store").toString()).tasks())
        .containsExactly("animal", "plant");
    assertThat(guarded(spark(), folder.resolve("exported").toString()).stages()).hasSize(1);
  }

  @Test
  void theStreamingSnippetScoresWhatComesWithTheVersionOfTheAlias(@TempDir Path folder)
      throws Exception {
    String lake = folder.resolve("store").toString();
    ModelStore store = RealVersion.store(folder.resolve("store"), new Configuration());
    store.moveAlias("production", 2, 0, null);
    rows.withColumn("task", functions.lit("animal"))
        .write()
        .parquet(folder.resolve("incoming").toString());
    Dataset<Row> incoming =
        spark().readStream().schema(rows.schema()).parquet(folder.resolve("incoming").toString());
    String output = folder.resolve("scored").toString();
    StreamingQuery query = stream(spark(), store, lake, incoming, output);
    query.processAllAvailable();
    query.stop();
    Dataset<Row> scored = spark().read().parquet(output);
    assertThat(scored.count()).isEqualTo(24);
    assertThat(scored.select("microbatch", "modelVersion").distinct().collectAsList())
        .containsExactly(RowFactory.create(0, "2"));
  }

  @Test
  void theFirstHoursSnippetRunsAndGivesThePromisedColumns() {
    Dataset<Row> scored = transform(fitted, rows);
    assertThat(scored.columns())
        .contains("prediction", "predictionIndex", "probability", "modelVersion", "error");
    assertThat(scored.filter("error IS NULL AND prediction IS NOT NULL").count()).isEqualTo(24);
  }

  @Test
  void theEvaluationSnippetGivesTheShareOfRightLabels() {
    Dataset<Row> scored = transform(fitted, rows);
    assertThat(evaluate(fitted, scored))
        .isEqualTo(scored.filter("prediction = label").count() / 24.0);
  }

  @Test
  void theEmbeddingSnippetGivesAVectorARow() {
    List<Row> vectors = embed(rows, lake.toUri().toString()).select("features").collectAsList();
    assertThat(vectors)
        .hasSize(24)
        .allSatisfy(row -> assertThat(row.<Vector>getAs(0).size()).isEqualTo(384));
  }

  @Test
  void theServicesSnippetAnswersAsTransformDoes(@TempDir Path saved) throws IOException {
    String model = saved.resolve("model").toString();
    fitted.write().save(model);
    Row row = fitted.transform(rows).first();
    assertThat(serve(model, row.getAs("text")).get(0).label()).isEqualTo(row.getAs("prediction"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "transformers/README.md"})
  void everySnippetThatIsShownIsOneThatIsRun(String readme) throws IOException {
    Path root = root();
    List<String> run =
        snippets(
            RUN,
            root.resolve(
                "consolidation/src/test/java/io/engram/consolidation/spark/ReadmeSnippetTest.java"));
    List<String> shown = snippets(SHOWN, root.resolve(readme));
    assertThat(run).containsAll(shown);
    assertThat(shown).isNotEmpty();
  }

  private static Path root() {
    Path module = Path.of("").toAbsolutePath();
    return Files.exists(module.resolve("jobs")) ? module : module.getParent();
  }

  private static List<String> snippets(Pattern pattern, Path file) throws IOException {
    List<String> snippets = new ArrayList<>();
    Matcher found = pattern.matcher(Files.readString(file));
    while (found.find()) {
      snippets.add(found.group(1) + ": " + found.group(2).strip().replaceAll("\\s+", " "));
    }
    return snippets;
  }
}
