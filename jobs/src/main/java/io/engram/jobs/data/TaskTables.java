package io.engram.jobs.data;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tables of tasks: columns key, text, pair where a row is a pair of texts, label and split. */
public final class TaskTables {
  private static final String TASKS = "tasks/";

  private TaskTables() {}

  /** Folder of a task's table below the lake. */
  public static String folder(String task) {
    return TASKS + task;
  }

  /** The task whose table a folder is; nothing for a table of another kind. */
  public static Optional<String> task(String folder) {
    return folder.startsWith(TASKS)
        ? Optional.of(folder.substring(TASKS.length()))
        : Optional.empty();
  }

  /** Folder of a task's table. */
  public static String uri(String lake, String task) {
    return lake + (lake.endsWith("/") ? "" : "/") + folder(task);
  }

  /** The rows of a task. */
  public static Dataset<Row> table(SparkSession spark, TaskCut task) {
    return spark.createDataFrame(rows(task), schema(task));
  }

  static StructType schema(TaskCut task) {
    StructType schema =
        new StructType()
            .add("key", DataTypes.StringType, false)
            .add("text", DataTypes.StringType, false);
    if (task.isOfPairs()) {
      schema = schema.add("pair", DataTypes.StringType, false);
    }
    return schema
        .add("label", DataTypes.StringType, false)
        .add("split", DataTypes.StringType, false);
  }

  static List<Row> rows(TaskCut task) {
    boolean pairs = task.isOfPairs();
    return task.rows().stream()
        .map(
            row ->
                pairs
                    ? RowFactory.create(row.key(), row.text(), row.pair(), row.label(), row.split())
                    : RowFactory.create(row.key(), row.text(), row.label(), row.split()))
        .toList();
  }
}
