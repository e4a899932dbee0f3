package io.engram.jobs.experiment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.RowSample;
import io.engram.consolidation.benchmark.TaskConfusion;
import io.engram.consolidation.benchmark.TaskConfusion.Example;
import io.engram.consolidation.benchmark.TaskSamples;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.Split;
import io.engram.jobs.experiment.ExperimentTasks.Checked;
import io.engram.transformers.spark.JavaBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import scala.Tuple2;

/**
 * Rows of the tasks for the report: some of every class, and those that methods took for another
 * one. Pictures are made small where the tables are, so that little comes to the driver.
 */
final class SampleRows {
  private static final int OF_A_CLASS = 4;

  /** Confused rows of a task at most, of all cells together. */
  private static final int CONFUSED = 400;

  private SampleRows() {}

  static List<TaskSamples> of(List<Checked> tasks, List<Cell> cells) {
    return tasks.stream().map(task -> of(task, cells)).toList();
  }

  private static TaskSamples of(Checked task, List<Cell> cells) {
    String id = task.manifest().id().value();
    List<List<String>> ofClass = ofClass(task);
    Set<String> keys = new LinkedHashSet<>();
    ofClass.forEach(keys::addAll);
    confused(id, cells).forEach(keys::add);
    return new TaskSamples(id, ofClass, samples(task.rows(), keys));
  }

  /** The first of every cell, then the second of each, so that no method goes without. */
  private static Stream<String> confused(String id, List<Cell> cells) {
    List<List<Example>> ofCells =
        cells.stream()
            .flatMap(cell -> cell.confusions().stream())
            .filter(confusion -> confusion.task().equals(id))
            .map(TaskConfusion::examples)
            .toList();
    int longest = ofCells.stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, longest)
        .boxed()
        .flatMap(
            place ->
                ofCells.stream()
                    .filter(examples -> place < examples.size())
                    .map(examples -> examples.get(place).row()))
        .distinct()
        .limit(CONFUSED);
  }

  private static List<List<String>> ofClass(Checked task) {
    List<String> classes = task.manifest().classes();
    List<List<String>> ofClass = new ArrayList<>();
    classes.forEach(name -> ofClass.add(new ArrayList<>()));
    WindowSpec inClass =
        Window.partitionBy(TaskTable.LABEL)
            .orderBy(xxhash64(col(TaskTable.ROW_KEY)), col(TaskTable.ROW_KEY));
    for (Row row :
        task.rows()
            .where(col(TaskTable.SPLIT).equalTo(Split.TRAIN.label()))
            .select(
                col(TaskTable.LABEL),
                col(TaskTable.ROW_KEY),
                row_number().over(inClass).as("place"))
            .where(col("place").leq(OF_A_CLASS))
            .orderBy("place")
            .collectAsList()) {
      ofClass.get(classes.indexOf(row.getString(0))).add(row.getString(1));
    }
    return ofClass;
  }

  private static Map<String, RowSample> samples(Dataset<Row> rows, Set<String> keys) {
    boolean images = TaskTable.isImages(rows);
    Map<String, RowSample> samples = new HashMap<>();
    rows.where(col(TaskTable.ROW_KEY).isInCollection(keys))
        .select(
            col(TaskTable.ROW_KEY),
            col(images ? TaskTable.IMAGE : TaskTable.TEXT),
            images ? lit(null).cast("string") : col(TaskTable.PAIR))
        .toJavaRDD()
        .map(
            row ->
                new Tuple2<>(
                    row.getString(0), JavaBytes.of(Thumbnail.of(row.get(1), row.getString(2)))))
        .collect()
        .forEach(sample -> samples.put(sample._1(), JavaBytes.read(sample._2())));
    return samples;
  }
}
