package io.engram.jobs.service;

import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tables that a user names, opened. */
final class InputTables {
  private InputTables() {}

  /** A labelled table as a task; its split column counts only where the table has it. */
  static TaskRequest task(String task, InputSpec input, SparkSession spark) {
    List<String> columns = Arrays.asList(open(input, spark).columns());
    String split = columns.contains(input.splitCol()) ? input.splitCol() : null;
    return new TaskRequest(
        new TaskId(task),
        input.uri(),
        input.format(),
        input.options(),
        new TaskColumns(
            input.textCol(),
            input.textPairCol().orElse(null),
            input.labelCol(),
            split,
            input.keyCols()),
        SplitRule.defaults());
  }

  /** The table as it stands. */
  static Dataset<Row> open(InputSpec input, SparkSession spark) {
    return spark.read().format(input.format()).options(input.options()).load(input.uri());
  }
}
