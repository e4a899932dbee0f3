package io.engram.jobs.service;

import static io.engram.consolidation.spark.data.SourceColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;

import io.engram.consolidation.spark.data.SourceColumns;
import io.engram.consolidation.spark.data.SourceTables;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import io.engram.jobs.JobException;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.Pictures;
import io.engram.transformers.spark.RowNames;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** Tables that a user names, opened. */
public final class InputTables {
  private InputTables() {}

  /** A labelled table as a task. */
  public static TaskRequest task(String task, InputSpec input) {
    return new TaskRequest(
        new TaskId(task),
        input.uri(),
        input.format(),
        input.options(),
        columns(input),
        input.splitIfPresent().orElse(null),
        SplitRule.defaults(),
        input.pictures());
  }

  private static TaskColumns columns(InputSpec input) {
    String split = input.requiredSplit().orElse(null);
    return input
        .imageCol()
        .map(image -> TaskColumns.ofImages(image, input.labelCol(), split, input.keyCols()))
        .orElseGet(
            () ->
                new TaskColumns(
                    input.textCol(),
                    input.textPairCol().orElse(null),
                    input.labelCol(),
                    split,
                    input.keyCols()));
  }

  /**
   * A table of inputs without labels, in the columns that learning reads; rows without an input are
   * left out, the same input counts once. A picture whose file cannot be read stops the first pass.
   *
   * @param uri the table; format, options and input columns are those of {@code input}
   */
  static Dataset<Row> unlabelled(String uri, InputSpec input, SparkSession spark) {
    Dataset<Row> table = open(input, uri, spark);
    if (input.imageCol().isPresent()) {
      return unlabelledImages(uri, table, input.imageCol().get(), input.pictures(), spark);
    }
    Column text =
        named(field(table, uri, input.textCol(), "texts", "--text-col").name()).cast("string");
    Column pair =
        input
            .textPairCol()
            .map(name -> named(field(table, uri, name, "second texts", "--text-pair-col").name()))
            .orElse(lit(null))
            .cast("string");
    return table
        .where(not(TaskTable.isBlank(text)))
        .select(
            md5(concat_ws("\u0000", text, pair)).as(TaskTable.ROW_KEY),
            text.as(TaskTable.TEXT),
            pair.as(TaskTable.PAIR),
            lit(null).cast("string").as(TaskTable.LABEL),
            lit("train").as(TaskTable.SPLIT))
        .dropDuplicates(TaskTable.ROW_KEY);
  }

  private static Dataset<Row> unlabelledImages(
      String uri, Dataset<Row> table, String column, PictureReading pictures, SparkSession spark) {
    StructField field = field(table, uri, column, "pictures", "--image-col");
    Column read = Pictures.read(spark, named(field.name()), field.dataType(), pictures.limits());
    Column image =
        Pictures.require(
            lit("a row of " + uri),
            column,
            read.getField(Pictures.BYTES),
            read.getField(Pictures.PROBLEM));
    return table
        .select(RowNames.renamed(image, TaskTable.IMAGE, column))
        .where(octet_length(col(TaskTable.IMAGE)).gt(0))
        .select(
            md5(col(TaskTable.IMAGE)).as(TaskTable.ROW_KEY),
            col(TaskTable.IMAGE),
            lit(null).cast("string").as(TaskTable.LABEL),
            lit("train").as(TaskTable.SPLIT))
        .dropDuplicates(TaskTable.ROW_KEY);
  }

  private static StructField field(
      Dataset<Row> table, String uri, String column, String what, String option) {
    return SourceColumns.find(table.schema(), column)
        .orElseThrow(
            () ->
                JobException.refused(
                    "column '%s' is missing in %s; there are %s. Name the column of the %s with %s"
                        .formatted(column, uri, String.join(", ", table.columns()), what, option)));
  }

  /** The table as it stands. */
  public static Dataset<Row> open(InputSpec input, SparkSession spark) {
    return open(input, input.uri(), spark);
  }

  private static Dataset<Row> open(InputSpec input, String uri, SparkSession spark) {
    return SourceTables.open(
        spark, input.format(), input.options(), uri, input.pictures().limits().maxBytes());
  }
}
