package io.engram.jobs.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A lake with tables of a toy task and a model on a tiny random backbone, reached by the verbs.
 *
 * @param spark session
 * @param lake folder of the lake
 */
record ToyModel(SparkSession spark, Path lake) {
  /** Rows of each of the two classes. */
  static final int ROWS = 12;

  static ToyModel create(SparkSession spark, Path lake) {
    TinyLake.create(lake.resolve("model"), 5);
    return new ToyModel(spark, lake);
  }

  String model() {
    return lake.resolve("model").toString();
  }

  String table(String name) {
    return lake.resolve("tables").resolve(name).toString();
  }

  /** Two classes told by their letters, in the columns key, text, label and split. */
  Dataset<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2 * ROWS; i++) {
      String letter = i % 2 == 0 ? "a b c " : "x y z ";
      String split = i % 8 < 2 ? "test" : "train";
      String text = letter + (char) ('d' + i % 20) + " " + i;
      rows.add(RowFactory.create("k" + i, text, String.valueOf(i % 2), split));
    }
    StructType schema = new StructType();
    for (String column : List.of("key", "text", "label", "split")) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return spark.createDataFrame(rows, schema);
  }

  /** Writes a table and gives its address. */
  String write(String name, Dataset<Row> rows) {
    rows.coalesce(1).write().mode("overwrite").parquet(table(name));
    return table(name);
  }

  ProgramRun engram(String... args) {
    return ProgramRun.of(settings -> new RunningSession(spark), args);
  }

  /** A task comes to the lake, whole. */
  Path arrive(String task, Dataset<Row> rows) {
    Path folder = lake.resolve("tasks").resolve(task);
    rows.coalesce(1).write().parquet(folder.toString());
    return folder;
  }

  /** Looks once for what came. */
  ProgramRun watch(String... more) {
    return watchOf(lake.toString(), model(), more);
  }

  /** As {@link #watch(String...)}, by other addresses. */
  ProgramRun watchOf(String itsLake, String itsModel, String... more) {
    List<String> args = new ArrayList<>(List.of("watch", "--once", "--json"));
    args.addAll(List.of("--lake", itsLake, "--model", itsModel, "--backbone", "tiny"));
    args.addAll(List.of("--key-cols", "key", "--epochs", "1", "--max-length", "32"));
    args.addAll(Arrays.asList(more));
    return engram(args.toArray(String[]::new));
  }

  /** What {@code engram tasks} tells of a lake, by task. */
  Map<String, JsonNode> tasks(String itsLake) throws IOException {
    Map<String, JsonNode> tasks = new TreeMap<>();
    for (JsonNode task : json(engram("tasks", "--lake", itsLake, "--json")).get("tasks")) {
      tasks.put(task.get("task").asText(), task);
    }
    return tasks;
  }

  /** Scores a table by task parity. */
  ProgramRun score(String table, Object output, String... more) {
    List<String> args = new ArrayList<>(List.of("score", "--model", model(), "--task", "parity"));
    args.addAll(List.of("--input", table, "--output", output.toString()));
    args.addAll(List.of(more));
    return engram(args.toArray(String[]::new));
  }

  ProgramRun learn(String model, String task, String table, String... more) {
    List<String> args = new ArrayList<>(List.of("learn", "--model", model, "--task", task));
    args.addAll(List.of("--input", table, "--key-cols", "key", "--epochs", "1"));
    args.addAll(List.of("--max-length", "32", "--pool-size", "2", "--json"));
    args.addAll(Arrays.asList(more));
    if (!args.contains("--backbone")) {
      args.addAll(List.of("--backbone", "tiny"));
    }
    return engram(args.toArray(String[]::new));
  }

  /** Files of the model and their sizes, without the cache; the log's files say the version. */
  List<String> files() throws IOException {
    Path model = lake.resolve("model");
    try (Stream<Path> files = Files.walk(model)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.startsWith(model.resolve("cache")))
          .map(file -> model.relativize(file) + " " + file.toFile().length())
          .sorted()
          .toList();
    }
  }

  static JsonNode json(ProgramRun run) throws IOException {
    return new ObjectMapper().readTree(run.lastLine());
  }
}
