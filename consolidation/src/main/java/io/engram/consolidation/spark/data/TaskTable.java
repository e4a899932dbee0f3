package io.engram.consolidation.spark.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.engram.consolidation.task.LabelShare;
import io.engram.consolidation.task.Split;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The rows of one task, whatever the source, in the columns {@code row_key}, {@code text}, {@code
 * pair} (null without a pair column), {@code label} and {@code split} ({@code train}, {@code
 * validation} or {@code test}), all strings. Nothing is checked yet: see {@link DataContract}.
 */
public final class TaskTable {
  public static final String ROW_KEY = "row_key";
  public static final String TEXT = "text";
  public static final String PAIR = "pair";
  public static final String LABEL = "label";
  public static final String SPLIT = "split";

  private final TaskRequest request;
  private final Dataset<Row> unchecked;
  private final Optional<LabelShare> labelShare;

  TaskTable(TaskRequest request, Dataset<Row> unchecked) {
    this.request = request;
    this.unchecked = unchecked;
    this.labelShare = LabelMetadata.of(unchecked.schema().apply(LABEL));
  }

  /** The label that it asks for, where it is a table of that kind. */
  Optional<LabelShare> labelShare() {
    return labelShare;
  }

  public TaskRequest request() {
    return request;
  }

  /**
   * All rows. Keys are unique: without key columns, a row that occurs several times has a number
   * after its hash from the second on.
   */
  public Dataset<Row> rows() {
    Dataset<Row> rows = unchecked;
    if (request.columns().keys().isEmpty()) {
      Column occurrence =
          row_number().over(Window.partitionBy(ROW_KEY).orderBy(col(SPLIT), col(TEXT)));
      rows =
          rows.withColumn("occurrence", occurrence)
              .withColumn(
                  ROW_KEY,
                  when(col("occurrence").equalTo(1), col(ROW_KEY))
                      .otherwise(concat(col(ROW_KEY), lit("-"), col("occurrence"))));
    }
    return rows.select(ROW_KEY, TEXT, PAIR, LABEL, SPLIT);
  }

  /** The rows of one split. */
  public Dataset<Row> rows(Split split) {
    return rows().where(col(SPLIT).equalTo(split.label()));
  }

  /** The rows with the columns that only the contract needs; keys may repeat. */
  Dataset<Row> unchecked() {
    return unchecked;
  }
}
