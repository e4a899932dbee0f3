package io.engram.jobs.watch;

import io.engram.consolidation.store.ModelStore;
import io.engram.jobs.Main;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A lake on the local disk that tasks arrive in, and the program that watches it in a JVM of its
 * own.
 *
 * @param root of the lake, with a model of a tiny random backbone
 * @param goodRows a Parquet file of two classes
 * @param badRows the same without texts
 */
record WatchedLake(Path root, Path goodRows, Path badRows) {
  static final Configuration CONF = new Configuration();

  static WatchedLake create(SparkSession spark, Path root) throws IOException {
    TinyLake.create(root.resolve("model"), 5);
    return new WatchedLake(
        root, rows(spark, root.resolve("good"), true), rows(spark, root.resolve("bad"), false));
  }

  private static Path rows(SparkSession spark, Path folder, boolean good) throws IOException {
    StructType schema = new StructType().add("key", "string").add("text", "string");
    spark
        .createDataFrame(
            IntStream.range(0, 24)
                .mapToObj(
                    i ->
                        RowFactory.create(
                            "k" + i, good ? "x y z ".substring(i % 5) + i : null, "" + i % 2))
                .toList(),
            schema.add("label", "string"))
        .coalesce(1)
        .write()
        .parquet(folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  /** A task comes, with its last file. */
  void arrive(String task, boolean good) throws IOException {
    Path folder = Files.createDirectories(root.resolve("tasks").resolve(task));
    Files.copy(good ? goodRows : badRows, folder.resolve("part-0.parquet"));
    Files.createFile(folder.resolve("_SUCCESS"));
  }

  /** The program, its log in JSON lines in a file. */
  Process watch(Path log, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dengram.cache=" + System.getProperty("engram.cache"));
    command.add(
        "-Dlog4j2.configurationFile=" + Path.of("../conf/log4j2.properties").toAbsolutePath());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("watch", "--lake", root.toString(), "--interval", "0s"));
    command.addAll(List.of("--model", root.resolve("model").toString(), "--backbone", "tiny"));
    command.addAll(List.of("--key-cols", "key", "--epochs", "1", "--max-length", "16"));
    command.addAll(List.of("--pool-size", "2", "--side-by-side", "2", "--master", "local[2]"));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("ENGRAM_LOG", "json");
    return builder.start();
  }

  ModelStore store() throws IOException {
    return ModelStore.open(root.resolve("model").toUri(), CONF);
  }

  long versions() throws IOException {
    return Files.exists(root.resolve("model/log")) ? store().versions().size() : 0;
  }

  /** Tasks of this state. */
  List<String> in(Phase phase) throws IOException {
    return new TaskStates(new org.apache.hadoop.fs.Path(root.toUri()), CONF)
        .all().values().stream()
            .filter(state -> state.phase() == phase)
            .map(TaskState::task)
            .toList();
  }

  /** Folders of the lake's folder. */
  List<String> folders(String parent) throws IOException {
    if (Files.notExists(root.resolve(parent))) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root.resolve(parent))) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }
}
