package io.engram.consolidation.spark;

import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import io.engram.transformers.spark.PictureReading;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A table whose rows belong to several tasks.
 *
 * @param taskCol column that names each row's task; rows without one belong to none
 * @param columns where the rows of every task have what is learnt
 * @param pictures how they are read, where the rows hold some
 */
record MixedTable(
    Dataset<Row> table, String taskCol, TaskColumns columns, PictureReading pictures) {

  /** The tasks, in the order of their ids. */
  List<String> ids() {
    return table
        .select(functions.col(taskCol))
        .distinct()
        .na()
        .drop()
        .orderBy(taskCol)
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** The rows of one task. */
  TaskTable task(String id) {
    TaskRequest request =
        new TaskRequest(
            new TaskId(id),
            "rows with " + taskCol + " = " + id,
            "memory",
            Map.of(),
            columns,
            new SplitRule(0, SplitRule.defaults().validationFraction()),
            pictures);
    return TaskReader.of(table.filter(functions.col(taskCol).equalTo(id)), request);
  }
}
