package io.engram.consolidation.spark.data;

import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Reads one task from any Spark source; looks at the schema only, not at a row. */
public final class TaskReader {
  private TaskReader() {}

  /**
   * @throws DataRefusedException if the table cannot be opened, or lacks a column, or a column is
   *     of a type that cannot be what it is named for
   */
  public static TaskTable read(SparkSession spark, TaskRequest request) {
    return of(open(spark, request), request);
  }

  /**
   * The user's table.
   *
   * @throws DataRefusedException if it cannot be opened
   * @throws TableUnreachableException if its store does not answer
   */
  public static Dataset<Row> open(SparkSession spark, TaskRequest request) {
    try {
      return SourceTables.open(
          spark,
          request.format(),
          request.options(),
          request.uri(),
          request.pictures().limits().maxBytes());
    } catch (TableUnreachableException e) {
      throw e;
    } catch (Exception e) {
      throw unreadable(request, e);
    }
  }

  /** The classes in a column of a user's table, written as learning writes them. */
  public static Column labels(StructType schema, String column) {
    return TaskProjection.label(schema, column);
  }

  /** As {@link #labels(StructType, String)}, of whatever table the column is used on. */
  public static Column labels(String column) {
    return TaskProjection.label(column);
  }

  /** As {@link #read}, of a table that is at hand. */
  public static TaskTable of(Dataset<Row> table, TaskRequest asked) {
    TaskRequest request = asked.on(table.schema());
    List<DataProblem> problems = SourceColumns.problems(table.schema(), request.columns());
    if (!problems.isEmpty()) {
      throw new DataRefusedException(request.task().value(), request.source().uri(), problems);
    }
    return new TaskTable(request, TaskProjection.apply(table, request));
  }

  private static DataRefusedException unreadable(TaskRequest request, Exception cause) {
    DataProblem problem =
        new DataProblem(
            "unreadable-table",
            null,
            null,
            List.of(),
            0,
            SourceTables.why(cause, request.format()),
            "Check address, format (parquet where none is named) and access rights.");
    DataRefusedException refused =
        new DataRefusedException(request.task().value(), request.source().uri(), List.of(problem));
    refused.initCause(cause);
    return refused;
  }
}
