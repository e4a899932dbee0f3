package io.engram.jobs.benchmarks;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.spark.ContinualClassifier;
import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.data.SourceTables;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.spark.PictureReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Pictures a second: JPEG files through a ViT with random weights and one linear head, by the bare
 * {@link TaskPredictor} and by {@code transform} on a table of their bytes.
 *
 * <p>{@code prepare FOLDER ROWS SIZE} writes pictures, table, encoder and model; {@code bare FOLDER
 * THREADS}, {@code transform FOLDER} and {@code decoders FOLDER THREADS}, which is {@code
 * transform} with so many threads that decode for each Spark task, measure once and print a JSON
 * line. {@code outcomes FOLDER binaryFile|addresses PICTURES...} scores folders of files, of which
 * those called {@code *-refused.img} have to be rows with an error, and no others.
 */
public final class ImageBenchmark {
  private static final String TASK = "pictures";
  private static final int LONGEST = ImageLimits.DEFAULT.maxBytes();
  private static final int WARM_UP_ROWS = 64;
  private static final int CHUNK_ROWS = 512;
  private static final int TRAINING_ROWS = 20;

  /** Of about as many rows each. */
  private static final int PARTITIONS = 8;

  private static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("image", DataTypes.BinaryType)
          .add("label", DataTypes.StringType)
          .add("task", DataTypes.StringType);

  private ImageBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]).toAbsolutePath();
    switch (args[0]) {
      case "prepare" -> prepare(folder, Integer.parseInt(args[2]), args[3]);
      case "bare" -> bare(folder, Integer.parseInt(args[2]));
      case "transform" -> transform(folder, "engram", PictureReading.DEFAULT.threads());
      case "decoders" -> transform(folder, "decoders-" + args[2], Integer.parseInt(args[2]));
      case "outcomes" -> outcomes(folder, args[2], List.of(args).subList(3, args.length));
      default ->
          throw new IllegalArgumentException(
              "prepare, bare, transform, decoders or outcomes, not " + args[0]);
    }
  }

  private static SparkSession session() {
    return SparkSession.builder().appName("engram-images").getOrCreate();
  }

  private static String uri(Path folder, String name) {
    return folder.resolve(name).toUri().toString();
  }

  private static void prepare(Path folder, int rows, String size) throws IOException {
    BenchmarkPictures.write(folder.resolve("pictures"), rows);
    RandomVit.write(folder.resolve("encoder"), size, 0);
    SparkSession spark = session();
    spark
        .read()
        .format("binaryFile")
        .load(uri(folder, "pictures"))
        .selectExpr("path key", "content image")
        .repartition(PARTITIONS)
        .write()
        .mode("overwrite")
        .parquet(uri(folder, "table"));
    List<Row> training = new ArrayList<>();
    for (int i = 0; i < TRAINING_ROWS; i++) {
      byte[] picture = BenchmarkPictures.jpeg(-1 - i);
      training.add(RowFactory.create("training-" + i, picture, "class-" + i % 2, TASK));
    }
    new ContinualClassifier()
        .setInputCol("image")
        .setBackbone(uri(folder, "encoder"))
        .setWorkUri(uri(folder, "work"))
        .setStrategy("head-only")
        .setReservoirRows(0)
        .fit(spark.createDataFrame(training, SCHEMA))
        .write()
        .overwrite()
        .save(uri(folder, "model"));
    spark.stop();
  }

  private static void transform(Path folder, String side, int decoders) throws IOException {
    SparkSession spark = session();
    ContinualClassifierModel model =
        ContinualClassifierModel.load(uri(folder, "model"))
            .setInputCol("image")
            .setTask(TASK)
            .setImageThreads(decoders);
    Dataset<Row> table = spark.read().parquet(uri(folder, "table"));
    long rows = table.count();
    score(model, table.limit(WARM_UP_ROWS).repartition(2));
    Measurement measurement = Measurement.start();
    score(model, table);
    measurement.print(side, rows);
    spark.stop();
  }

  private static void outcomes(Path folder, String source, List<String> pictures)
      throws IOException {
    SparkSession spark = session();
    boolean addresses = source.equals("addresses");
    Dataset<Row> table =
        addresses
            ? spark.createDataset(addresses(pictures), Encoders.STRING()).toDF("path")
            : pictures.stream()
                .map(uri -> SourceTables.open(spark, source, Map.of(), uri, LONGEST))
                .reduce(Dataset::unionAll)
                .orElseThrow();
    ContinualClassifierModel model =
        ContinualClassifierModel.load(uri(folder, "model"))
            .setInputCol(addresses ? "path" : "content")
            .setTask(TASK)
            .setHandleInvalid("keep");
    long wrong = 0;
    List<Row> rows = model.transform(table).select("path", "error").collectAsList();
    for (Row row : rows) {
      wrong += row.getString(0).endsWith("-refused.img") == row.isNullAt(1) ? 1 : 0;
    }
    spark.stop();
    if (wrong > 0 || rows.isEmpty()) {
      throw new IllegalStateException(wrong + " of " + rows.size() + " rows ended otherwise");
    }
    System.out.println("{\"source\": \"%s\", \"rows\": %d}".formatted(source, rows.size()));
  }

  private static List<String> addresses(List<String> folders) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.map(file -> file.toUri().toString()).sorted().forEach(addresses::add);
      }
    }
    return addresses;
  }

  // Every column of every row is computed and thrown away.
  private static void score(ContinualClassifierModel model, Dataset<Row> table) {
    model.transform(table).write().format("noop").mode("overwrite").save();
  }

  private static void bare(Path folder, int threads) throws IOException {
    PredictorOptions options = PredictorOptions.defaults().withThreads(threads);
    try (ServedModel served =
            ServedModel.open(
                uri(folder, "model"), new Configuration(), options, ImageLimits.DEFAULT);
        Stream<Path> files = Files.list(folder.resolve("pictures"))) {
      List<Path> pictures = files.sorted().toList();
      predict(served.predictor(), pictures.subList(0, WARM_UP_ROWS));
      Measurement measurement = Measurement.start();
      long rows = 0;
      for (int start = 0; start < pictures.size(); start += CHUNK_ROWS) {
        int end = Math.min(pictures.size(), start + CHUNK_ROWS);
        rows += predict(served.predictor(), pictures.subList(start, end));
      }
      measurement.print("bare", rows);
    }
  }

  private static int predict(TaskPredictor predictor, List<Path> pictures) throws IOException {
    List<Query> queries = new ArrayList<>(pictures.size());
    for (Path picture : pictures) {
      queries.add(new Query(new RawInput.Image(Files.readAllBytes(picture)), TASK));
    }
    return predictor.predict(queries).size();
  }
}
