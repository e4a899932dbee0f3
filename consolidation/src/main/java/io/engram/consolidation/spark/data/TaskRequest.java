package io.engram.consolidation.spark.data;

import io.engram.consolidation.task.TableSource;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import java.util.Map;

/**
 * Where the rows of one task are.
 *
 * @param task the task
 * @param uri anything Hadoop's file systems open; for sources that are no files, a name for
 *     messages
 * @param format name of a Spark source: parquet, csv, json, ...
 * @param options options of the source; may hold secrets, so that only {@link #source()} is kept
 * @param columns which columns hold text, label and the rest
 * @param splits how rows are split where no column says it
 */
public record TaskRequest(
    TaskId task,
    String uri,
    String format,
    Map<String, String> options,
    TaskColumns columns,
    SplitRule splits) {

  public TaskRequest {
    options = Map.copyOf(options);
  }

  /** A Parquet table with columns {@code text} and {@code label}. */
  public static TaskRequest of(String task, String uri) {
    return new TaskRequest(
        new TaskId(task), uri, "parquet", Map.of(), TaskColumns.defaults(), SplitRule.defaults());
  }

  public TaskRequest withFormat(String newFormat, Map<String, String> newOptions) {
    return new TaskRequest(task, uri, newFormat, newOptions, columns, splits);
  }

  public TaskRequest withColumns(TaskColumns newColumns) {
    return new TaskRequest(task, uri, format, options, newColumns, splits);
  }

  public TaskRequest withSplits(SplitRule newSplits) {
    return new TaskRequest(task, uri, format, options, columns, newSplits);
  }

  /** What may be kept of it: no option that looks like a secret. */
  public TableSource source() {
    return TableSource.of(uri, format, options);
  }

  @Override
  public String toString() {
    return "task " + task + " in " + source();
  }
}
