package io.engram.jobs.data;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  public List<TaskCut> write(Path wordnet, CutSettings settings, Progress progress) {
    List<TaskCut> tasks = cut(wordnet, settings);
    try (Progress.Stage stage = progress.begin("write tasks", tasks.size())) {
      long done = 0;
      for (TaskCut task : tasks) {
        write(task);
        stage.reached(++done);
      }
    }
    return tasks;
  }

  /** The cut alone, without writing. */
  public static List<TaskCut> cut(Path wordnet, CutSettings settings) {
    try {
      return new WordNetCut(WordNetJar.nouns(wordnet), settings).tasks();
    } catch (IOException e) {
      throw new JobException(io.engram.jobs.ExitCode.REFUSED, e.getMessage(), e);
    }
  }

  private void write(TaskCut task) {
    List<Row> rows = new ArrayList<>();
    for (TaskRow row : task.rows()) {
      rows.add(RowFactory.create(row.key(), row.text(), row.label(), row.split()));
    }
    spark
        .createDataFrame(rows, SCHEMA)
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(uri(lake, task.id()));
  }
}
