package io.engram.jobs.service;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.trim;

import io.engram.consolidation.spark.data.SourceColumns;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.SplitRule;
import io.engram.jobs.JobException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * A user's table with a set of labels a row, read as a task's table is: key, text, labels and
 * split. Rows without a split column are split by a hash of their text. A row whose labels are null
 * is left out, for nobody has said what it has; an empty set is a row that has none.
 *
 * @param input the table; its label column holds an array, or a string with a delimiter
 * @param delimiter between the labels of a string
 */
public record LabelledTable(InputSpec input, Optional<String> delimiter) {
  public static final String KEY = "key";
  public static final String TEXT = "text";
  public static final String LABELS = "labels";
  public static final String SPLIT = "split";

  /** No label holds it. */
  private static final String JOINT = "\u0001";

  private static final double VALIDATION = 0.1;

  public LabelledTable {
    if (input.imageCol().isPresent() || input.textPairCol().isPresent()) {
      throw JobException.usage(
          "a table with a set of labels per row has one column of text: "
              + (input.imageCol().isPresent() ? "--image-col " : "--text-pair-col ")
              + input.imageCol().or(input::textPairCol).orElseThrow()
              + " cannot be taken along; make a task of each label of such a table");
    }
  }

  public Dataset<Row> read(SparkSession spark) {
    return labelled(table(spark));
  }

  /** The rows whose split says test; without a split column, all. */
  Dataset<Row> testRows(SparkSession spark) {
    TaskTable table = table(spark);
    Dataset<Row> rows = labelled(table);
    return table.request().columns().split() == null
        ? rows
        : rows.where(col(SPLIT).equalTo(Split.TEST.label()));
  }

  private TaskTable table(SparkSession spark) {
    TaskRequest named = InputTables.task("labels", input);
    TaskRequest request =
        named.withSplits(new SplitRule(named.splits().testFraction(), VALIDATION));
    Dataset<Row> table = InputTables.open(input, spark);
    Column labels = labels(table);
    Dataset<Row> known =
        table.where(labels.isNotNull()).withColumn(field(table).name(), array_join(labels, JOINT));
    return TaskReader.of(known, request);
  }

  private static Dataset<Row> labelled(TaskTable table) {
    return table
        .rows()
        .select(
            col(TaskTable.ROW_KEY).as(KEY),
            col(TaskTable.TEXT),
            array_except(split(col(TaskTable.LABEL), JOINT), functions.array(lit(""))).as(LABELS),
            col(TaskTable.SPLIT));
  }

  private StructField field(Dataset<Row> table) {
    return SourceColumns.find(table.schema(), input.labelCol())
        .orElseThrow(
            () ->
                JobException.refused(
                    "column '%s' is missing in %s; there are %s. Name the column of the labels with --label-col"
                        .formatted(
                            input.labelCol(), input.uri(), String.join(", ", table.columns()))));
  }

  private Column labels(Dataset<Row> table) {
    StructField field = field(table);
    Column named = table.col(SourceColumns.quoted(field.name()));
    DataType type = field.dataType();
    Column all;
    if (type instanceof ArrayType) {
      all = named.cast(DataTypes.createArrayType(DataTypes.StringType));
    } else if (type instanceof StringType && delimiter.isPresent()) {
      all = split(named, Pattern.quote(delimiter.get()));
    } else {
      throw JobException.refused(
          "label column '%s' of %s is %s: needed is an array of strings, or a string and --label-delimiter"
              .formatted(field.name(), input.uri(), type.simpleString()));
    }
    return array_sort(array_distinct(transform(all, label -> trim(label))));
  }
}
