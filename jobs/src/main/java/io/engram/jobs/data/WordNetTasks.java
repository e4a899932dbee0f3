package io.engram.jobs.data;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.archive.KnownFile;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes tasks cut from WordNet into a lake, one Parquet table a task. */
public final class WordNetTasks {
  /** WordNet 3.1 as the build brings it; a file of another name may be another one. */
  private static final LakeFile RELEASED =
      new LakeFile(
          "wordnet-3.1.jar",
          11_065_764,
          "00d0311ca86622ee4351663908d745f493d0e33ef22343b1d18486a08fc0f135");

  /** Tables that are no data set with a manifest; with a dot, which no name of a data set has. */
  private static final String UNLISTED = "wordnet.unlisted";

  private final SparkSession spark;
  private final String lake;

  public WordNetTasks(SparkSession spark, String lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /** Folder of one task's table. */
  public static String uri(String lake, String task) {
    return TaskTables.uri(lake, task);
  }

  /**
   * Cuts and writes; a table that exists is replaced.
   *
   * @param wordnet jar with WordNet's files
   * @return what was written
   * @throws JobException when the jar cannot be read
   */
  public List<TaskCut> write(java.nio.file.Path wordnet, CutSettings settings, Progress progress) {
    List<TaskCut> tasks = cut(wordnet, settings);
    write(tasks, progress);
    return tasks;
  }

  /**
   * Cuts, and writes the data set {@code wordnet} with its manifest, or finds it there.
   *
   * @param replace whether one of another file or other settings may be written again
   */
  public List<TaskSize> prepare(
      java.nio.file.Path wordnet, CutSettings settings, boolean replace, Progress progress) {
    return prepare(
        "wordnet", wordnet, cut(wordnet, settings), settings.rowsPerClass(), replace, progress);
  }

  /**
   * As {@link #prepare(java.nio.file.Path, CutSettings, boolean, Progress)}, the data set {@code
   * wordnet-pairs}.
   *
   * @param rowsPerClass at most, all splits together
   */
  public List<TaskSize> preparePairs(
      java.nio.file.Path wordnet, int rowsPerClass, boolean replace, Progress progress) {
    return prepare(
        "wordnet-pairs", wordnet, pairs(wordnet, rowsPerClass), rowsPerClass, replace, progress);
  }

  private List<TaskSize> prepare(
      String set,
      java.nio.file.Path wordnet,
      List<TaskCut> tasks,
      int rowsPerClass,
      boolean replace,
      Progress progress) {
    Map<String, Supplier<Dataset<Row>>> tables = new LinkedHashMap<>();
    tasks.forEach(
        task -> tables.put(TaskTables.folder(task.id()), () -> TaskTables.table(spark, task)));
    SortedMap<String, String> noted =
        new TreeMap<>(Map.of("rows-per-class", String.valueOf(rowsPerClass)));
    new PreparedData(spark, lake)
        .provide(set, List.of(source(wordnet)), noted, tables, replace, progress);
    return tasks.stream().map(TaskCut::size).toList();
  }

  private static LakeFile source(java.nio.file.Path file) {
    try {
      return new LakeFile(
          file.getFileName().toString(), Files.size(file), ContentHash.sha256(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Cuts, and writes the tables that are not there.
   *
   * @throws JobException with {@link ExitCode#REFUSED} when a table is there that was cut from
   *     another file or by another program, or something else is; nothing is written then
   */
  public List<TaskCut> provide(
      java.nio.file.Path wordnet, CutSettings settings, Progress progress) {
    return provide(cut(wordnet, settings), progress);
  }

  /** As {@link #provide(java.nio.file.Path, CutSettings, Progress)}, the first tasks of pairs. */
  public List<TaskCut> providePairs(
      java.nio.file.Path wordnet, int tasks, int rowsPerClass, Progress progress) {
    return provide(pairs(wordnet, rowsPerClass).subList(0, tasks), progress);
  }

  private List<TaskCut> provide(List<TaskCut> tasks, Progress progress) {
    Map<Boolean, List<TaskCut>> there =
        tasks.stream().collect(Collectors.partitioningBy(task -> isComplete(uri(task))));
    requireSame(there.get(true));
    List<String> missing =
        there.get(false).stream().map(task -> TaskTables.folder(task.id())).toList();
    if (!missing.isEmpty()) {
      try {
        BegunTables begun = BegunTables.of(lake, UNLISTED, conf());
        begun.requireOwn(missing, "");
        begun.begin(missing);
        write(there.get(false), progress);
        begun.end();
      } catch (IOException e) {
        throw new JobException(ExitCode.FAULT, "cannot write tasks into " + lake + ": " + e, e);
      }
    }
    return tasks;
  }

  /** Writes tasks that are cut; a table that exists is replaced. */
  public void write(List<TaskCut> tasks, Progress progress) {
    try (Progress.Stage stage = progress.begin("write tasks", tasks.size())) {
      long done = 0;
      for (TaskCut task : tasks) {
        write(task);
        stage.reached(++done);
      }
    }
  }

  private void requireSame(List<TaskCut> tasks) {
    List<String> others = tasks.stream().filter(task -> !isSame(task)).map(this::uri).toList();
    if (!others.isEmpty()) {
      throw JobException.refused(
          String.join(", ", others)
              + (others.size() == 1 ? " was" : " were")
              + " cut with other rows a class, from another WordNet file, or by another program."
              + "\nNothing was changed. Ask for as many rows a class and the same file (--wordnet) as then, take another lake,"
              + " or delete "
              + (others.size() == 1 ? "that table" : "those tables")
              + " to have them cut anew.");
    }
  }

  private boolean isSame(TaskCut task) {
    List<Row> there =
        spark.read().schema(TaskTables.schema(task)).parquet(uri(task)).collectAsList();
    return new HashSet<>(there).equals(new HashSet<>(TaskTables.rows(task)));
  }

  private String uri(TaskCut task) {
    return uri(lake, task.id());
  }

  private boolean isComplete(String table) {
    try {
      Path success = new Path(table, "_SUCCESS");
      return success.getFileSystem(conf()).exists(success);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + table, e);
    }
  }

  private Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }

  private static List<TaskCut> cut(java.nio.file.Path wordnet, CutSettings settings) {
    return new WordNetCut(nouns(wordnet), settings).tasks();
  }

  private static List<TaskCut> pairs(java.nio.file.Path wordnet, int rowsPerClass) {
    return new WordNetPairs(nouns(wordnet), rowsPerClass).tasks();
  }

  private static NounDatabase nouns(java.nio.file.Path wordnet) {
    if (wordnet.endsWith(RELEASED.path()) && Files.isRegularFile(wordnet)) {
      KnownFile.require(
          wordnet, RELEASED, wordnet.toString(), "delete it and build again with 'mvn package'");
    }
    try {
      return WordNetJar.nouns(wordnet);
    } catch (IOException e) {
      throw new JobException(ExitCode.REFUSED, e.getMessage(), e);
    }
  }

  private void write(TaskCut task) {
    TaskTables.table(spark, task).coalesce(1).write().mode(SaveMode.Overwrite).parquet(uri(task));
  }
}
