package io.engram.jobs.service;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskColumns;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A table to evaluate on, read as learning reads it. */
final class LabelledRows {
  private static final int SHOWN_ROWS = 3;

  private final TaskTable table;

  /**
   * @throws DataRefusedException when the table cannot be opened or a column is missing or of a
   *     wrong type
   */
  LabelledRows(SparkSession spark, String task, InputSpec input) {
    this(TaskReader.read(spark, InputTables.task(task, input)));
  }

  LabelledRows(TaskTable table) {
    this.table = table;
  }

  /** The rows whose split says test; without a split column, all; {@link TaskTable#UNREAD} too. */
  Dataset<Row> rows() {
    Dataset<Row> rows = table.rowsReadOrNot();
    return columns().split() == null
        ? rows
        : rows.where(col(TaskTable.SPLIT).equalTo(Split.TEST.label()));
  }

  /**
   * Rows for a message.
   *
   * @param keys of the first of them
   * @param labels of the same rows, null where there is none
   * @param rows how many there are in all
   */
  record Found(List<String> keys, List<String> labels, long rows) {}

  /** The rows of {@link #rows} in which a condition holds; empty where it holds in none. */
  Optional<Found> find(Column condition) {
    Dataset<Row> matching = rows().where(condition);
    List<Row> first =
        matching
            .select(TaskTable.ROW_KEY, TaskTable.LABEL)
            .orderBy(TaskTable.ROW_KEY)
            .limit(SHOWN_ROWS)
            .collectAsList();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            first.stream().map(row -> row.getString(0)).toList(),
            first.stream().map(row -> row.getString(1)).toList(),
            matching.count()));
  }

  /**
   * @param classes of the task
   * @throws DataRefusedException when a row has another label; names labels and row keys
   */
  void requireLearnt(List<String> classes) {
    Column label = col(TaskTable.LABEL);
    Optional<Found> unknown = find(label.isNull().or(not(label.isin(classes.toArray()))));
    if (unknown.isEmpty()) {
      return;
    }
    Found found = unknown.get();
    Stream<String> labels =
        found.labels().stream().map(name -> name == null ? "null" : "'" + name + "'").distinct();
    throw refused(
        new DataProblem(
            "unknown-label",
            columns().label(),
            found.labels().get(0),
            found.keys(),
            found.rows(),
            "label column '"
                + columns().label()
                + "' is "
                + labels.collect(Collectors.joining(", "))
                + " in "
                + found.rows()
                + (found.rows() == 1 ? " row" : " rows")
                + ", which was never learnt; the task has "
                + String.join(", ", classes),
            "Leave such rows out, or learn the task again with --replace."));
  }

  /**
   * Why nothing could be counted.
   *
   * @param bad rows without a prediction
   * @param examples of these
   */
  DataRefusedException nothingToCount(long bad, List<String> examples) {
    String split = columns().split();
    String message =
        bad > 0
            ? "column '" + columns().input() + "' holds nothing to read in all " + bad + " rows"
            : split == null
                ? "there are no rows"
                : "split column '" + split + "' says test in no row";
    return refused(
        new DataProblem(
            "no-test-rows",
            bad > 0 ? columns().input() : split,
            null,
            examples,
            bad,
            message,
            "Name a table with rows to evaluate on"
                + (split == null ? "." : ", or give --split-col none to use all rows.")));
  }

  /** What {@link #rows} has in which column. */
  TaskColumns rowColumns() {
    return table.columns();
  }

  private TaskColumns columns() {
    return table.request().columns();
  }

  private DataRefusedException refused(DataProblem problem) {
    return new DataRefusedException(
        table.request().task().value(), table.request().source().uri(), List.of(problem));
  }
}
