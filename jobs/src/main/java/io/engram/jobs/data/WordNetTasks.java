package io.engram.jobs.data;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes the tasks of a {@link WordNetCut} into a lake, one Parquet table a task. */
public final class WordNetTasks {
  private static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("text", DataTypes.StringType, false)
          .add("label", DataTypes.StringType, false)
          .add("split", DataTypes.StringType, false);

  private final SparkSession spark;
  private final String lake;

  public WordNetTasks(SparkSession spark, String lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /** Folder of one task's table. */
  public static String uri(String lake, String task) {
    return lake + (lake.endsWith("/") ? "" : "/") + "tasks/" + task;
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

  /** Cuts, and writes the tables that are not there as they should be. */
  public List<TaskCut> provide(
      java.nio.file.Path wordnet, CutSettings settings, Progress progress) {
    List<TaskCut> tasks = cut(wordnet, settings);
    write(tasks.stream().filter(task -> !isWritten(task)).toList(), progress);
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

  private boolean isWritten(TaskCut task) {
    String table = uri(lake, task.id());
    if (!isComplete(table)) {
      return false;
    }
    Set<Row> there = new HashSet<>(spark.read().schema(SCHEMA).parquet(table).collectAsList());
    return there.equals(new HashSet<>(rows(task)));
  }

  private boolean isComplete(String table) {
    try {
      Path success = new Path(table, "_SUCCESS");
      return success.getFileSystem(spark.sessionState().newHadoopConf()).exists(success);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + table, e);
    }
  }

  private static List<TaskCut> cut(java.nio.file.Path wordnet, CutSettings settings) {
    try {
      return new WordNetCut(WordNetJar.nouns(wordnet), settings).tasks();
    } catch (IOException e) {
      throw new JobException(ExitCode.REFUSED, e.getMessage(), e);
    }
  }

  private void write(TaskCut task) {
    spark
        .createDataFrame(rows(task), SCHEMA)
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(uri(lake, task.id()));
  }

  private static List<Row> rows(TaskCut task) {
    return task.rows().stream()
        .map(row -> RowFactory.create(row.key(), row.text(), row.label(), row.split()))
        .toList();
  }
}
