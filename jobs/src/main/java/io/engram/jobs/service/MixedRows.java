package io.engram.jobs.service;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring_index;

import io.engram.consolidation.spark.data.SourceColumns;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.TaskColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** A table to evaluate on whose rows belong to many tasks, read as learning reads those of one. */
final class MixedRows {
  /** The task that a row belongs to. */
  static final String TASK = "engramTask";

  // In no task id, and not to be expected in a class.
  private static final String JOINT = "\u0001";

  private final InputSpec input;
  private final String taskCol;
  private final LabelledRows labelled;

  /**
   * @param taskCol column of the task that a row belongs to
   * @throws DataRefusedException when the table cannot be opened or a column is missing or of a
   *     wrong type
   */
  MixedRows(SparkSession spark, InputSpec input, String taskCol) {
    this.input = input;
    this.taskCol = taskCol;
    TaskRequest request = InputTables.task("auto", input);
    Dataset<Row> table = TaskReader.open(spark, request);
    StructField task = field(table, taskCol, "--task-col");
    StructField label = field(table, input.labelCol(), "--label-col");
    Column joint = concat(written(table, task), lit(JOINT), written(table, label));
    labelled = new LabelledRows(TaskReader.of(table.withColumn(label.name(), joint), request));
  }

  private static Column written(Dataset<Row> table, StructField field) {
    return coalesce(TaskReader.labels(table.schema(), field.name()), lit(""));
  }

  private StructField field(Dataset<Row> table, String name, String option) {
    return SourceColumns.find(table.schema(), name)
        .orElseThrow(
            () ->
                refused(
                    new DataProblem(
                        "missing-column",
                        name,
                        null,
                        List.of(),
                        0,
                        "column '"
                            + name
                            + "' is missing; there are "
                            + String.join(", ", table.columns()),
                        "Name the column that holds it by " + option + ".")));
  }

  /** As {@link LabelledRows#rows}, with {@link #TASK}. */
  Dataset<Row> rows() {
    return labelled
        .rows()
        .withColumn(TASK, substring_index(col(TaskTable.LABEL), JOINT, 1))
        .withColumn(TaskTable.LABEL, substring_index(col(TaskTable.LABEL), JOINT, -1));
  }

  /** What {@link #rows} has in which column. */
  TaskColumns rowColumns() {
    return labelled.rowColumns();
  }

  /**
   * @param classes of every task that was learnt
   * @throws DataRefusedException when a row is of another task, or of a class that its task does
   *     not have; names tasks, labels and row keys
   */
  void requireLearnt(Map<String, List<String>> classes) {
    List<String> known = new ArrayList<>();
    classes.forEach((task, of) -> of.forEach(label -> known.add(task + JOINT + label)));
    Optional<LabelledRows.Found> unknown =
        labelled.find(not(col(TaskTable.LABEL).isin(known.toArray())));
    if (unknown.isEmpty()) {
      return;
    }
    String[] pair = unknown.get().labels().get(0).split(JOINT, 2);
    boolean strange = !classes.containsKey(pair[0]);
    throw refused(
        new DataProblem(
            strange ? "unknown-task" : "unknown-label",
            strange ? taskCol : input.labelCol(),
            pair[1],
            unknown.get().keys(),
            unknown.get().rows(),
            strange
                ? "task column '"
                    + taskCol
                    + "' is "
                    + shown(pair[0])
                    + ", which this version never learnt; it knows "
                    + String.join(", ", classes.keySet())
                : "label column '"
                    + input.labelCol()
                    + "' is "
                    + shown(pair[1])
                    + " in a row of task '"
                    + pair[0]
                    + "', which has "
                    + String.join(", ", classes.get(pair[0])),
            "Leave such rows out, or learn what is missing."));
  }

  private static String shown(String value) {
    return value.isEmpty() ? "null" : "'" + value + "'";
  }

  /** As {@link LabelledRows#nothingToCount}. */
  DataRefusedException nothingToCount(long bad, List<String> examples) {
    return labelled.nothingToCount(bad, examples);
  }

  private DataRefusedException refused(DataProblem problem) {
    return new DataRefusedException(null, input.uri(), List.of(problem));
  }
}
