package io.engram.jobs.data;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.transformers.lake.LakeFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Writes multi-label data sets into a lake: the table of all labels, and one task a label. */
public final class LabelTables {
  private final SparkSession spark;
  private final String lake;

  public LabelTables(SparkSession spark, String lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /** Folder of the table with all labels of a row, below the lake. */
  public static String folder(String set) {
    return "tables/" + set;
  }

  /**
   * Cuts and writes, or finds the set there.
   *
   * @param sources files that the table was made of
   * @param noted what else the manifest says
   * @param table key, text, labels and split
   * @param replace whether one of other files or settings may be written again
   * @return the tasks, that of the most frequent label first
   * @throws JobException when no label has enough rows, or what is there differs
   */
  public List<TaskSize> provide(
      LabelSettings settings,
      List<LakeFile> sources,
      SortedMap<String, String> noted,
      Dataset<Row> table,
      boolean replace,
      Progress progress) {
    Dataset<Row> kept = table.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      LabelTable labels = LabelTable.of(kept, settings);
      List<LabelTask> tasks = labels.tasks();
      if (tasks.isEmpty()) {
        throw JobException.refused(
            "no label has %d rows that have it and %d that have it not: of %d rows, %d labels are left out"
                .formatted(
                    settings.minRows(), settings.minRows(), labels.rows(), labels.leftOut()));
      }
      Map<String, Supplier<Dataset<Row>>> tables = new LinkedHashMap<>();
      tables.put(folder(settings.name()), () -> onlyTasks(kept, tasks));
      tasks.forEach(task -> tables.put(TaskTables.folder(task.id()), () -> labels.rows(task)));
      new PreparedData(spark, lake)
          .provide(settings.name(), sources, noted, tables, replace, progress);
      return tasks.stream().map(LabelTask::size).toList();
    } finally {
      kept.unpersist();
    }
  }

  // A label that is no task is none of the table's either: no model could say it.
  private static Dataset<Row> onlyTasks(Dataset<Row> table, List<LabelTask> tasks) {
    Column known = array(tasks.stream().map(task -> lit(task.label())).toArray(Column[]::new));
    return table.withColumn(LabelTable.LABELS, array_intersect(col(LabelTable.LABELS), known));
  }
}
