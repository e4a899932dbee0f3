package io.engram.jobs.data.debian;

import io.engram.jobs.console.Progress;
import io.engram.jobs.data.PreparedData;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.TaskTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes the data sets {@code debian} and {@code debtags} into a lake. */
public final class DebianTasks {
  /** Folder of the table with all labels of a package, below the lake. */
  public static final String LABELS_TABLE = "tables/debtags";

  private static final String ROWS_PER_CLASS = "rows-per-class";

  private static final StructType LABELS_SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("text", DataTypes.StringType, false)
          .add("labels", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add("split", DataTypes.StringType, false);

  private final SparkSession spark;
  private final String lake;

  public DebianTasks(SparkSession spark, String lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /**
   * Sections by description: eleven tasks of four classes.
   *
   * @return what is in the lake
   */
  public List<TaskCut> sections(
      PackageLists lists, int rowsPerClass, boolean replace, Progress progress) {
    List<TaskCut> tasks = SectionTasks.cut(lists.read(), rowsPerClass);
    provide("debian", lists, sectionSettings(rowsPerClass), tables(tasks), replace, progress);
    return tasks;
  }

  /**
   * Debtags by description: a table with all labels of every package, and a balanced task of two
   * classes a label.
   *
   * @return the tasks that are in the lake
   */
  public List<TaskCut> tags(
      PackageLists lists, int rowsPerClass, boolean replace, Progress progress) {
    TagTasks tags = TagTasks.of(lists.read());
    List<TaskCut> tasks = tags.cut(rowsPerClass);
    Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
    tables.put(LABELS_TABLE, labels(tags));
    tables.putAll(tables(tasks));
    provide("debtags", lists, tagSettings(rowsPerClass), tables, replace, progress);
    return tasks;
  }

  /** What the manifest of {@code debian} notes. */
  public static SortedMap<String, String> sectionSettings(int rowsPerClass) {
    return new TreeMap<>(Map.of(ROWS_PER_CLASS, String.valueOf(rowsPerClass)));
  }

  /** What the manifest of {@code debtags} notes. */
  public static SortedMap<String, String> tagSettings(int rowsPerClass) {
    return new TreeMap<>(
        Map.of(
            ROWS_PER_CLASS,
            String.valueOf(rowsPerClass),
            "min-rows",
            String.valueOf(TagTasks.LEAST_ROWS)));
  }

  private void provide(
      String name,
      PackageLists lists,
      SortedMap<String, String> settings,
      Map<String, Dataset<Row>> tables,
      boolean replace,
      Progress progress) {
    new PreparedData(spark, lake)
        .provide(name, lists.sources(), settings, tables, replace, progress);
  }

  private Map<String, Dataset<Row>> tables(List<TaskCut> tasks) {
    Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
    tasks.forEach(task -> tables.put(TaskTables.folder(task.id()), TaskTables.table(spark, task)));
    return tables;
  }

  private Dataset<Row> labels(TagTasks tags) {
    List<Row> rows =
        tags.rows().stream()
            .map(
                row ->
                    RowFactory.create(
                        row.name(),
                        row.text(),
                        tags.labels(row).toArray(String[]::new),
                        TagTasks.split(row).label()))
            .toList();
    return spark.createDataFrame(rows, LABELS_SCHEMA);
  }
}
