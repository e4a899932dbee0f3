package io.engram.jobs.benchmarks;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.WordNetTasks;
import io.engram.transformers.image.ImageLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What Spark costs on top of the predictor: a large table of distinct texts, two tasks in two
 * slots, scored through {@code transform} and by the bare {@link TaskPredictor}.
 *
 * <p>{@code prepare FOLDER ROWS WORDNET-JAR BACKBONE-JAR} writes the table and learns the model;
 * {@code bare FOLDER THREADS} and {@code transform FOLDER} measure once and print a JSON line.
 */
public final class TransformBenchmark {
  private static final String MODEL = "ada";
  private static final String TEXTS = "texts.txt";
  private static final String WARM_UP = "warm-up.txt";
  private static final int WARM_UP_ROWS = 4000;
  private static final int CHUNK_ROWS = 16_384;

  /** A large table has many; two of unequal size would leave a core idle in the end. */
  private static final int PARTITIONS = 16;

  private TransformBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    switch (args[0]) {
      case "prepare" -> prepare(session(), folder, Integer.parseInt(args[2]), args[3], args[4]);
      case "bare" -> bare(folder, Integer.parseInt(args[2]));
      case "transform" -> transform(session(), folder);
      default -> throw new IllegalArgumentException("prepare, bare or transform, not " + args[0]);
    }
  }

  private static SparkSession session() {
    return SparkSession.builder().appName("engram-transform").getOrCreate();
  }

  private static void prepare(
      SparkSession spark, Path folder, int rows, String wordnet, String backbone)
      throws IOException {
    BenchmarkTexts.writePairs(folder.resolve(TEXTS), rows);
    BenchmarkTexts.writePairs(folder.resolve(WARM_UP), WARM_UP_ROWS);
    String lake = folder.toUri().toString();
    StrategyRun run = new StrategyRun(spark, lake, MODEL, lake + "cache", backbone);
    for (TaskCut task :
        new WordNetTasks(spark, lake)
            .provide(Path.of(wordnet), CutSettings.quickstart(2, 40), Progress.SILENT)) {
      run.learn(task.id());
    }
    spark.stop();
  }

  private static void transform(SparkSession spark, Path folder) throws IOException {
    URI root = URI.create(folder.toUri() + "models/" + MODEL);
    ModelStore store = ModelStore.open(root, spark.sessionState().newHadoopConf());
    ContinualClassifierModel model =
        PublishedModel.load(spark, store, ModelReference.newest(root)).model();
    Dataset<Row> table = table(spark, folder.resolve(TEXTS), model.tasks());
    long rows = table.count();
    score(model, table(spark, folder.resolve(WARM_UP), model.tasks()));
    Measurement measurement = Measurement.start();
    score(model, table);
    measurement.print("engram", rows);
    spark.stop();
  }

  private static Dataset<Row> table(SparkSession spark, Path texts, List<String> tasks) {
    return spark
        .read()
        .text(texts.toUri().toString())
        .repartition(PARTITIONS)
        .withColumnRenamed("value", "text")
        .withColumn(
            "task",
            functions
                .when(functions.length(functions.col("text")).mod(2).equalTo(0), tasks.get(0))
                .otherwise(tasks.get(1)));
  }

  // Every column of every row is computed and thrown away.
  private static void score(ContinualClassifierModel model, Dataset<Row> table) {
    model.transform(table).write().format("noop").mode("overwrite").save();
  }

  private static void bare(Path folder, int threads) throws IOException {
    try (ServedModel served =
        ServedModel.open(
            folder.resolve("models").resolve(MODEL).toString(),
            new Configuration(),
            PredictorOptions.defaults().withThreads(threads),
            ImageLimits.DEFAULT)) {
      predict(served.predictor(), folder.resolve(WARM_UP));
      Measurement measurement = Measurement.start();
      long rows = predict(served.predictor(), folder.resolve(TEXTS));
      measurement.print("bare", rows);
    }
  }

  private static long predict(TaskPredictor predictor, Path texts) throws IOException {
    List<String> tasks = List.copyOf(predictor.model().tasks().keySet());
    List<Query> chunk = new ArrayList<>(CHUNK_ROWS);
    long rows = 0;
    try (BufferedReader lines = Files.newBufferedReader(texts)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        chunk.add(new Query(text, null, tasks.get(text.length() % 2)));
        if (chunk.size() == CHUNK_ROWS) {
          rows += predictor.predict(chunk).size();
          chunk.clear();
        }
      }
    }
    return rows + predictor.predict(chunk).size();
  }
}
