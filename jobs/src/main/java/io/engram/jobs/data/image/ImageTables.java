package io.engram.jobs.data.image;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.engram.consolidation.task.Split;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.DataManifest;
import io.engram.jobs.data.PreparedData;
import io.engram.jobs.data.TaskSize;
import io.engram.jobs.data.TaskTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag$;

/** Writes tables of images: columns key, image (a PNG file), label and split. */
public final class ImageTables {
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("image", DataTypes.BinaryType, false)
          .add("label", DataTypes.StringType, false)
          .add("split", DataTypes.StringType, false);

  private static final String ROWS_PER_CLASS = "rows-per-class";

  private final SparkSession spark;
  private final String lake;

  public ImageTables(SparkSession spark, String lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /**
   * What the manifest of a data set notes: no more rows a class than it has.
   *
   * @param there the manifest that is there; one that notes more keeps its number
   */
  public static SortedMap<String, String> settings(
      ImageSet set, int rowsPerClass, Optional<DataManifest> there) {
    int rows = Math.min(rowsPerClass, set.mostRows());
    String noted =
        there
            .map(manifest -> manifest.settings().get(ROWS_PER_CLASS))
            .filter(before -> Math.min(Integer.parseInt(before), set.mostRows()) == rows)
            .orElse(String.valueOf(rows));
    return new TreeMap<>(Map.of(ROWS_PER_CLASS, noted, "licence", set.licence()));
  }

  /**
   * Writes a data set, one table at a time, or finds it there.
   *
   * @param replace whether one of other files or settings may be written again
   * @return its tasks
   */
  public List<TaskSize> provide(
      ImageSet set, int rowsPerClass, boolean replace, Progress progress) {
    return provide(set, folder -> true, rowsPerClass, replace, progress);
  }

  /** As {@link #provide}, of the tasks alone: what else the data set has is not written. */
  public List<TaskSize> provideTasks(ImageSet set, int rowsPerClass, Progress progress) {
    return provide(
        set, folder -> TaskTables.task(folder).isPresent(), rowsPerClass, false, progress);
  }

  private List<TaskSize> provide(
      ImageSet set,
      Predicate<String> folders,
      int rowsPerClass,
      boolean replace,
      Progress progress) {
    Map<String, Supplier<Dataset<Row>>> tables = new LinkedHashMap<>();
    set.tables()
        .forEach(
            (folder, classes) -> {
              if (folders.test(folder)) {
                tables.put(folder, () -> table(set, classes, rowsPerClass));
              }
            });
    PreparedData data = new PreparedData(spark, lake);
    Optional<DataManifest> there = replace ? Optional.empty() : data.manifest(set.name());
    SortedMap<String, String> settings = settings(set, rowsPerClass, there);
    data.provide(set.name(), set.sources(), settings, tables, replace, progress);
    List<TaskSize> tasks = new ArrayList<>();
    set.tables()
        .forEach(
            (folder, classes) ->
                TaskTables.task(folder).ifPresent(id -> tasks.add(size(id, folder, classes))));
    return tasks;
  }

  private Dataset<Row> table(ImageSet set, List<String> classes, int rowsPerClass) {
    List<Row> rows =
        set.rows(classes, rowsPerClass).stream()
            .map(row -> RowFactory.create(row.key(), row.image(), row.label(), row.split().label()))
            .toList();
    // Rows of the driver would travel inside the task; a broadcast goes in blocks.
    Broadcast<List<Row>> sent =
        spark.sparkContext().broadcast(new ArrayList<>(rows), ClassTag$.MODULE$.apply(List.class));
    return spark
        .range(0, rows.size(), 1, 1)
        .map(
            (MapFunction<Long, Row>) place -> sent.value().get(Math.toIntExact(place)),
            Encoders.row(SCHEMA));
  }

  private TaskSize size(String id, String folder, List<String> classes) {
    Map<String, Long> rows = new HashMap<>();
    spark
        .read()
        .parquet(lake + "/" + folder)
        .groupBy("split")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> rows.put(row.getString(0), row.getLong(1)));
    return new TaskSize(
        id,
        classes,
        rows.getOrDefault(Split.TRAIN.label(), 0L),
        rows.getOrDefault(Split.VALIDATION.label(), 0L),
        rows.getOrDefault(Split.TEST.label(), 0L));
  }
}
