package io.engram.consolidation.spark;

import io.engram.consolidation.spark.data.SourceColumns;
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

/**
 * A table whose rows belong to several tasks.
 *
 * @param taskCol column that names each row's task; rows without one belong to none
 * @param columns where the rows of every task have what is learnt
 * @param pictures how they are read, where the rows hold some
 */
record MixedTable(
    Dataset<Row> table, String taskCol, TaskColumns columns, PictureReading pictures) {

  /** A column with more is hardly one of tasks. */
  private static final int MOST_TASKS = 10_000;

  /**
   * The tasks, in the order of their ids.
   *
   * @throws IllegalArgumentException when there are none, too many, or one that cannot be a task's
   */
  List<String> ids() {
    List<String> ids =
        table
            .select(SourceColumns.named(taskCol))
            .distinct()
            .na()
            .drop()
            .orderBy(SourceColumns.named(taskCol))
            .limit(MOST_TASKS + 1)
            .as(Encoders.STRING())
            .collectAsList();
    if (ids.isEmpty() || ids.size() > MOST_TASKS) {
      throw refused(
          ids.isEmpty()
              ? "names no task: every row is null in it"
              : "names more than " + MOST_TASKS + " tasks, such as '" + ids.get(0) + "'");
    }
    for (String id : ids) {
      if (id.equals(ScoringStage.AUTO)) {
        throw refused("names a task '" + id + "', which no task may be called");
      }
      try {
        new TaskId(id);
      } catch (IllegalArgumentException e) {
        throw refused("names a task '" + id + "': " + e.getMessage());
      }
    }
    return ids;
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("column '" + taskCol + "' (taskCol) " + why);
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
    Dataset<Row> rows = table.filter(SourceColumns.named(taskCol).equalTo(id));
    return TaskReader.of(rows, request).withOwnLabelShare();
  }
}
