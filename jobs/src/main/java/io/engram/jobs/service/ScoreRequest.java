package io.engram.jobs.service;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.JobException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A table to score.
 *
 * @param model which version
 * @param tasks which task each row asks
 * @param taskAs what the column that says which task answered is called; empty: as the model says
 * @param input rows; no label column is needed
 * @param output where the scored table goes
 * @param outputFormat Spark sink
 * @param onBadRows fail, skip or keep
 * @param overwrite replace an output that exists
 * @param batchSize rows a forward pass at most
 */
public record ScoreRequest(
    ModelReference model,
    TaskChoice tasks,
    Optional<String> taskAs,
    InputSpec input,
    String output,
    String outputFormat,
    String onBadRows,
    boolean overwrite,
    int batchSize) {

  /** Which task a row asks. */
  public sealed interface TaskChoice {
    /** Every row the same. */
    record One(String task) implements TaskChoice {}

    /** Each row the one that it seems to belong to. */
    record Auto() implements TaskChoice {}

    /** Each row the one named in a column. */
    record Column(String column) implements TaskChoice {}

    /**
     * Every row all tasks.
     *
     * @param as {@code rows}, one a task; {@code map}, one column; {@code labels}, of a multi-label
     *     table those that the row has
     */
    record All(String as) implements TaskChoice {}

    /** Whether scoring adds a column that says which task answered. */
    default boolean addsColumn() {
      return !(this instanceof Column) && !(this instanceof All all && !all.as().equals("rows"));
    }
  }

  /** Whether the output is a folder of files and nothing more; else it is a table of some kind. */
  boolean plainFiles() {
    return outputFormat.matches("(?i)parquet|orc|json|avro|xml");
  }

  /**
   * Refuses an output that would touch what is read.
   *
   * @throws JobException with both addresses
   */
  void apart(Configuration hadoop) {
    apart("--output", output, hadoop);
  }

  /**
   * @param option what named the folder
   * @param folder is going to be written
   * @throws JobException with both addresses
   */
  void apart(String option, String folder, Configuration hadoop) {
    new OutputAddress(option, folder)
        .apartFrom("the model", model.root(), hadoop)
        .apartFrom("the input", input.uri(), hadoop);
  }

  /**
   * Refuses what cannot be meant.
   *
   * @throws JobException when a value is out of range
   */
  public void check() {
    if (taskAs.isPresent() && !tasks.addsColumn()) {
      throw JobException.usage(
          "--task-as names the column that says which task answered, which is added with --task or with --all-tasks as"
              + " rows: leave it out");
    }
    if (batchSize < 1) {
      throw JobException.usage("--batch-size must be at least 1, got " + batchSize);
    }
    if (outputFormat.matches("(?i)csv|text")) {
      throw JobException.usage(
          "--output-format "
              + outputFormat
              + " cannot hold probabilities, which are a vector: use parquet, orc or json, and"
              + " choose columns from there");
    }
    if (!onBadRows.matches("fail|skip|keep")) {
      throw JobException.usage("--on-bad-rows must be one of fail, skip, keep, got " + onBadRows);
    }
  }
}
