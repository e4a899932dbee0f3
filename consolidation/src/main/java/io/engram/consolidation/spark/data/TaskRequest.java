package io.engram.consolidation.spark.data;

import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TableSource;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.ImageFolder;
import io.engram.transformers.spark.PictureReading;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructType;

/**
 * Where the rows of one task are.
 *
 * @param task the task
 * @param uri anything Hadoop's file systems open; for sources that are no files, a name for
 *     messages
 * @param format name of a Spark source: parquet, csv, json, ...
 * @param options options of the source; may hold secrets, so that only {@link #source()} is kept
 * @param columns which columns hold text, label and the rest
 * @param splitIfPresent a split column that counts only where the table has it, or null: only who
 *     opens the table finds out, and a table that was read before is not opened
 * @param splits how rows are split where no column says it
 * @param pictures how pictures are read, where the rows hold some
 */
public record TaskRequest(
    TaskId task,
    String uri,
    String format,
    Map<String, String> options,
    TaskColumns columns,
    String splitIfPresent,
    SplitRule splits,
    PictureReading pictures) {

  public TaskRequest {
    options = Map.copyOf(options);
    if (splitIfPresent != null && columns.split() != null) {
      throw new IllegalArgumentException(
          "one split column, got " + columns.split() + " and perhaps " + splitIfPresent);
    }
  }

  /** No split column but the one that {@code columns} may name. */
  public TaskRequest(
      TaskId task,
      String uri,
      String format,
      Map<String, String> options,
      TaskColumns columns,
      SplitRule splits,
      PictureReading pictures) {
    this(task, uri, format, options, columns, null, splits, pictures);
  }

  /**
   * Sources that a version, a record or a file of the lake may name; any other only a user may, on
   * the command line: Spark loads and runs the class of that name.
   */
  public static final SortedSet<String> RECORDED_FORMATS =
      Collections.unmodifiableSortedSet(
          new TreeSet<>(
              Set.of(
                  "avro",
                  "binaryFile",
                  "csv",
                  "delta",
                  "iceberg",
                  ImageFolder.FORMAT,
                  "json",
                  "orc",
                  "parquet",
                  "text")));

  /** A Parquet table with columns {@code text} and {@code label}. */
  public static TaskRequest of(String task, String uri) {
    return new TaskRequest(
        new TaskId(task),
        uri,
        "parquet",
        Map.of(),
        TaskColumns.defaults(),
        SplitRule.defaults(),
        PictureReading.DEFAULT);
  }

  /**
   * The rows of a task that was learnt before, read and split as then. Options that were left out
   * of the manifest as secrets have to come from the session's own configuration.
   *
   * @throws DataRefusedException when the manifest names another source than one of {@link
   *     #RECORDED_FORMATS}: Spark would load the class of that name
   */
  public static TaskRequest of(TaskManifest manifest) {
    TableSource source = manifest.source();
    if (!RECORDED_FORMATS.contains(source.format())) {
      throw new DataRefusedException(
          manifest.id().value(),
          source.uri(),
          List.of(
              new DataProblem(
                  "recorded-format",
                  null,
                  null,
                  List.of(),
                  0,
                  "its source '" + source.format() + "' is not read on the word of a model",
                  "Known: " + RECORDED_FORMATS)));
    }
    return new TaskRequest(
        manifest.id(),
        source.uri(),
        source.format(),
        source.options(),
        manifest.columns(),
        manifest.splits(),
        PictureReading.DEFAULT);
  }

  public TaskRequest withFormat(String newFormat, Map<String, String> newOptions) {
    return new TaskRequest(
        task, uri, newFormat, newOptions, columns, splitIfPresent, splits, pictures);
  }

  public TaskRequest withOptions(Map<String, String> newOptions) {
    return withFormat(format, newOptions);
  }

  /** The same with these columns and no other. */
  public TaskRequest withColumns(TaskColumns newColumns) {
    return new TaskRequest(task, uri, format, options, newColumns, splits, pictures);
  }

  public TaskRequest withSplits(SplitRule newSplits) {
    return new TaskRequest(
        task, uri, format, options, columns, splitIfPresent, newSplits, pictures);
  }

  public TaskRequest withPictures(PictureReading newPictures) {
    return new TaskRequest(
        task, uri, format, options, columns, splitIfPresent, splits, newPictures);
  }

  /** The same with the columns that a table of this schema has. */
  TaskRequest on(StructType schema) {
    boolean present =
        splitIfPresent != null && SourceColumns.find(schema, splitIfPresent).isPresent();
    return withColumns(present ? columns.withSplit(splitIfPresent) : columns);
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
