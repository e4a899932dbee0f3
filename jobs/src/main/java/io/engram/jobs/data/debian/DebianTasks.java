package io.engram.jobs.data.debian;

import io.engram.jobs.console.Progress;
import io.engram.jobs.data.Draw;
import io.engram.jobs.data.LabelSettings;
import io.engram.jobs.data.LabelTables;
import io.engram.jobs.data.PreparedData;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.TaskSize;
import io.engram.jobs.data.TaskTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes the data sets {@code debian} and {@code debtags} into a lake. */
public final class DebianTasks {
  private static final int LABEL_PARTITIONS = 8;

  /** A label with fewer rows is no task. */
  private static final int LEAST_ROWS = 100;

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
  public List<TaskSize> sections(
      PackageLists lists, int rowsPerClass, boolean replace, Progress progress) {
    List<TaskCut> tasks = SectionTasks.cut(lists.read(), rowsPerClass);
    provide("debian", lists, sectionSettings(rowsPerClass), tables(tasks), replace, progress);
    return tasks.stream().map(TaskCut::size).toList();
  }

  /**
   * Debtags by description: a table with all labels of every package, and a balanced task of two
   * classes a label, the most frequent label first.
   *
   * @return the tasks that are in the lake
   */
  public List<TaskSize> tags(
      PackageLists lists, int rowsPerClass, boolean replace, Progress progress) {
    return new LabelTables(spark, lake)
        .provide(
            tagCut(rowsPerClass),
            lists.sources(),
            tagSettings(rowsPerClass),
            labels(TagTasks.of(lists.read())),
            replace,
            progress);
  }

  /** What the manifest of {@code debian} notes. */
  public static SortedMap<String, String> sectionSettings(int rowsPerClass) {
    return new TreeMap<>(Map.of(ROWS_PER_CLASS, String.valueOf(rowsPerClass)));
  }

  /** What the manifest of {@code debtags} notes. */
  public static SortedMap<String, String> tagSettings(int rowsPerClass) {
    return tagCut(rowsPerClass).noted();
  }

  private static LabelSettings tagCut(int rowsPerClass) {
    return new LabelSettings("debtags", LEAST_ROWS, rowsPerClass);
  }

  private void provide(
      String name,
      PackageLists lists,
      SortedMap<String, String> settings,
      Map<String, Supplier<Dataset<Row>>> tables,
      boolean replace,
      Progress progress) {
    new PreparedData(spark, lake)
        .provide(name, lists.sources(), settings, tables, replace, progress);
  }

  private Map<String, Supplier<Dataset<Row>>> tables(List<TaskCut> tasks) {
    Map<String, Supplier<Dataset<Row>>> tables = new LinkedHashMap<>();
    tasks.forEach(
        task -> tables.put(TaskTables.folder(task.id()), () -> TaskTables.table(spark, task)));
    return tables;
  }

  private Dataset<Row> labels(List<DebianPackage> packages) {
    List<Row> rows =
        packages.stream()
            .map(
                row ->
                    RowFactory.create(
                        row.name(),
                        row.text(),
                        TagTasks.labels(row).toArray(String[]::new),
                        Draw.split(row.source()).label()))
            .toList();
    // Rows of the driver would travel with every task that reads them: here they travel once.
    return spark.createDataFrame(rows, LABELS_SCHEMA).repartition(LABEL_PARTITIONS);
  }
}
