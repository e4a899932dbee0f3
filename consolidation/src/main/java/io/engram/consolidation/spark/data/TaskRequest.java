package io.engram.consolidation.spark.data;

import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TableSource;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import io.engram.consolidation.task.TaskManifest;
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

  /**
   * The rows of a task that was learnt before, read and split as then. Options that were left out
   * of the manifest as secrets have to come from the session's own configuration.
   */
  public static TaskRequest of(TaskManifest manifest) {
    TableSource source = manifest.source();
    return new TaskRequest(
        manifest.id(),
        source.uri(),
        source.format(),
        source.options(),
        manifest.columns(),
        manifest.splits());
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
