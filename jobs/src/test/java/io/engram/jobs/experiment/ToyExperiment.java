package io.engram.jobs.experiment;

import io.engram.jobs.Main;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.jobs.console.Console;
import io.engram.jobs.console.ProgressStyle;
import io.engram.transformers.spark.TinyLake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A lake with three toy tasks, a tiny random backbone and an experiment on them, run by the verb.
 *
 * @param spark session
 * @param lake folder of the lake
 */
record ToyExperiment(SparkSession spark, Path lake) {
  static final List<String> TASKS = List.of("first", "second", "third");

  /** Stands for kill -9: nobody may catch it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  static ToyExperiment create(SparkSession spark, Path lake) {
    TinyLake.create(lake.resolve("benchmarks/_shared"), 5);
    ToyExperiment toy = new ToyExperiment(spark, lake);
    TASKS.forEach(task -> toy.write(task, 40));
    return toy;
  }

  /** Two classes told by their letters; classes are the task's own. */
  void write(String task, int rows) {
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String letter = i % 2 == 0 ? "a b c " : "x y z ";
      String text = letter + (char) ('d' + i % 20) + " " + task.charAt(0) + " " + i;
      String split = i % 8 < 2 ? "test" : "train";
      table.add(RowFactory.create("k" + i, text, task + "-" + i % 2, split));
    }
    write(task, table);
  }

  /** Rows for training and validation agree, rows for tests have the other class. */
  void writeContradicting(String task) {
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String split = i % 8 < 2 ? "test" : i % 8 < 4 ? "validation" : "train";
      int label = split.equals("test") ? 1 - i % 2 : i % 2;
      String text = (i % 2 == 0 ? "a b c a b c " : "x y z x y z ") + (char) ('d' + i % 20) + i;
      table.add(RowFactory.create("k" + i, text, task + "-" + label, split));
    }
    write(task, table);
  }

  private void write(String task, List<Row> table) {
    StructType schema = new StructType();
    for (String column : List.of("key", "text", "label", "split")) {
      schema = schema.add(column, DataTypes.StringType);
    }
    spark.createDataFrame(table, schema).coalesce(1).write().mode("overwrite").parquet(table(task));
  }

  String table(String task) {
    return lake.resolve("tables").resolve(task).toString();
  }

  /**
   * @param learn settings of all methods
   */
  String file(String learn) throws IOException {
    StringBuilder text =
        new StringBuilder("sentence = toys\nvalidation = 0.2\nseeds = [0]\norders = 1\n");
    text.append("learn { backbone = tiny, epochs = 1, distillation-epochs = 1, ");
    text.append("reduction = 4, reservoir-rows = 10, ").append(learn).append(" }\ntasks = [\n");
    for (String task : TASKS) {
      text.append("  { id = ").append(task).append(", input = \"").append(table(task));
      text.append("\", key-cols = key }\n");
    }
    text.append("]\nmethods = [\n");
    text.append("  { name = probe, strategy = head-only,");
    text.append(" grid { head-learning-rate = [1e-3, 1e-2] } }\n");
    text.append("  { name = ada-k1, strategy = ada, pool-size = 1, complexity = 1,");
    text.append(" grid { learning-rate = [1e-3, 1e-2] } }\n]\n");
    return file("toys", text.toString());
  }

  String file(String name, String text) throws IOException {
    Path file = lake.resolve(name + ".conf");
    Files.writeString(file, text);
    return file.toString();
  }

  ProgramRun run(String... args) {
    return ProgramRun.of(settings -> new RunningSession(spark), arguments(args));
  }

  /** The program dies when it says this. */
  void runUntilItSays(String message, String... args) {
    runAndWhenItSays(
        message,
        () -> {
          throw new Killed();
        },
        args);
  }

  /**
   * @return all that it said
   */
  String runAndWhenItSays(String message, Runnable happens, String... args) {
    StringBuilder said = new StringBuilder();
    PrintStream heard =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            said.append(line).append('\n');
            if (line.contains(message)) {
              happens.run();
            }
          }
        };
    Console console = new Console(System.out, heard, ProgressStyle.LINES);
    new Main(console, Map.of(), settings -> new RunningSession(spark)).run(arguments(args));
    return said.toString();
  }

  // Relative, as people type it.
  private String[] arguments(String... args) {
    String relative = Path.of("").toAbsolutePath().relativize(lake.toAbsolutePath()).toString();
    List<String> all = new ArrayList<>(List.of("benchmark", "--lake", relative, "--json"));
    all.addAll(List.of(args));
    return all.toArray(String[]::new);
  }

  Path folder(String name) {
    return lake.resolve("benchmarks").resolve(name);
  }
}
