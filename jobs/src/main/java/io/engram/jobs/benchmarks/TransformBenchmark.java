package io.engram.jobs.benchmarks;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.WordNetTasks;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.text.Tokenizer;
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

  private final SparkSession spark;
  private final Path folder;
  private final PublishedModel model;

  private TransformBenchmark(SparkSession spark, Path folder) throws IOException {
    this.spark = spark;
    this.folder = folder;
    URI root = URI.create(folder.toUri() + "models/" + MODEL);
    ModelStore store = ModelStore.openOrCreate(root, spark.sessionState().newHadoopConf());
    model = PublishedModel.load(spark, store, ModelReference.newest(root));
  }

  public static void main(String[] args) throws IOException {
    SparkSession spark = SparkSession.builder().appName("engram-transform").getOrCreate();
    Path folder = Path.of(args[1]);
    switch (args[0]) {
      case "prepare" -> prepare(spark, folder, Integer.parseInt(args[2]), args[3], args[4]);
      case "bare" -> new TransformBenchmark(spark, folder).bare(Integer.parseInt(args[2]));
      case "transform" -> new TransformBenchmark(spark, folder).transform();
      default -> throw new IllegalArgumentException("prepare, bare or transform, not " + args[0]);
    }
    spark.stop();
  }

  private static void prepare(
      SparkSession spark, Path folder, int rows, String wordnet, String backbone)
      throws IOException {
    BenchmarkTexts.writePairs(folder.resolve(TEXTS), rows);
    BenchmarkTexts.writePairs(folder.resolve(WARM_UP), WARM_UP_ROWS);
    String lake = folder.toUri().toString();
    StrategyRun run = new StrategyRun(spark, lake, MODEL, lake + "cache", backbone, "ada:2");
    for (TaskCut task :
        new WordNetTasks(spark, lake)
            .provide(Path.of(wordnet), CutSettings.quickstart(2, 40), Progress.SILENT)) {
      run.learn(task.id());
    }
  }

  private void transform() {
    Dataset<Row> table = table(TEXTS);
    long rows = table.count();
    score(table(WARM_UP));
    Measurement measurement = Measurement.start();
    score(table);
    measurement.print("engram", rows);
  }

  private Dataset<Row> table(String file) {
    String[] tasks = tasks().toArray(new String[0]);
    return spark
        .read()
        .text(folder.resolve(file).toUri().toString())
        .repartition(PARTITIONS)
        .withColumnRenamed("value", "text")
        .withColumn(
            "task",
            functions
                .when(functions.length(functions.col("text")).mod(2).equalTo(0), tasks[0])
                .otherwise(tasks[1]));
  }

  // Every column of every row is computed and thrown away.
  private void score(Dataset<Row> table) {
    model.model().transform(table).write().format("noop").mode("overwrite").save();
  }

  private void bare(int threads) throws IOException {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    StoredModel stored = model.model().stored(hadoop);
    BackboneFolder backboneFolder =
        BackboneFolder.open(
            folder.resolve("models/" + MODEL + "/backbones/" + stored.backbone().sha256()));
    try (Backbone backbone = backboneFolder.load();
        Tokenizer tokenizer = backboneFolder.tokenizer(stored.settings().maxLength());
        TaskPredictor predictor =
            new TaskPredictor(
                backbone,
                tokenizer,
                stored.state().serving(),
                PredictorOptions.defaults().withThreads(threads))) {
      predict(predictor, WARM_UP);
      Measurement measurement = Measurement.start();
      long rows = predict(predictor, TEXTS);
      measurement.print("bare", rows);
    }
  }

  private long predict(TaskPredictor predictor, String file) throws IOException {
    List<String> tasks = tasks();
    List<Query> chunk = new ArrayList<>(CHUNK_ROWS);
    long rows = 0;
    try (BufferedReader lines = Files.newBufferedReader(folder.resolve(file))) {
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

  private List<String> tasks() {
    return model.model().tasks();
  }
}
