package io.engram.consolidation.spark.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.engram.consolidation.task.LabelShare;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.spark.Pictures;
import io.engram.transformers.spark.RowNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one task, whatever the source, in the columns {@code row_key}, {@code text} and
 * {@code pair} (null without a pair column) or {@code image} (binary), {@code label} and {@code
 * split} ({@code train}, {@code validation} or {@code test}); the others are strings. Nothing is
 * checked yet: see {@link DataContract}.
 */
public final class TaskTable {
  public static final String ROW_KEY = "row_key";
  public static final String TEXT = "text";
  public static final String PAIR = "pair";
  public static final String IMAGE = "image";
  public static final String LABEL = "label";
  public static final String SPLIT = "split";

  /** Why a picture could not be read, or null; see {@link #rowsReadOrNot}. */
  public static final String UNREAD = "unread";

  /** At least one character that is neither white space nor a control character. */
  private static final String VISIBLE = "[^\\s\\p{Z}\\p{C}]";

  private static final Logger LOG = LoggerFactory.getLogger(TaskTable.class);

  private final TaskRequest request;
  private final Dataset<Row> unchecked;
  private final Optional<LabelShare> labelShare;

  TaskTable(TaskRequest request, Dataset<Row> unchecked) {
    this(request, unchecked, LabelMetadata.of(unchecked.schema().apply(LABEL)));
  }

  private TaskTable(TaskRequest request, Dataset<Row> unchecked, Optional<LabelShare> labelShare) {
    this.request = request;
    this.unchecked = unchecked;
    this.labelShare = labelShare;
  }

  /**
   * The same, of rows that were taken out of a table of many tasks, whose metadata may be that of
   * another of them: a union keeps what the first table says. A label that is not one of exactly
   * two classes of these rows is left out.
   */
  public TaskTable withOwnLabelShare() {
    if (labelShare.isEmpty()) {
      return this;
    }
    List<String> classes =
        unchecked
            .select(LABEL)
            .distinct()
            .na()
            .drop()
            .limit(3)
            .as(Encoders.STRING())
            .collectAsList();
    String label = labelShare.get().label();
    if (classes.size() == 2 && classes.contains(label)) {
      return this;
    }
    LOG.info(
        "task {}: column '{}' carries the label '{}' of a multi-label table, which is not one of two"
            + " classes here: the task is learnt as any other",
        request.task(),
        request.columns().label(),
        label);
    return new TaskTable(request, unchecked, Optional.empty());
  }

  /** The label that it asks for, where it is a table of that kind. */
  public Optional<LabelShare> labelShare() {
    return labelShare;
  }

  public TaskRequest request() {
    return request;
  }

  /**
   * All rows. Keys are unique: without key columns, a row that occurs several times has a number
   * after its hash from the second on.
   *
   * <p>The first picture that cannot be read stops a pass over the rows with a {@link
   * io.engram.transformers.spark.RowRefusedException}. Where the table holds addresses, every pass
   * reads the files anew.
   */
  public Dataset<Row> rows() {
    return keyed().select(columns(request.columns().isImages() ? required() : null));
  }

  private Column required() {
    String users = request.columns().image();
    Column picture =
        Pictures.require(
            concat(lit("task " + request.task() + ": row "), col(ROW_KEY)),
            users,
            col(IMAGE),
            col(UNREAD));
    return RowNames.renamed(picture, IMAGE, users);
  }

  /**
   * As {@link #rows()}, with one more column {@link #UNREAD}: a picture that cannot be read is
   * null, and that column says why.
   */
  public Dataset<Row> rowsReadOrNot() {
    Dataset<Row> rows = keyed();
    Column[] columns = columns(col(IMAGE));
    if (!request.columns().isImages()) {
      return rows.select(columns).withColumn(UNREAD, lit(null).cast(DataTypes.StringType));
    }
    List<Column> all = new ArrayList<>(List.of(columns));
    all.add(col(UNREAD));
    return rows.select(all.toArray(Column[]::new));
  }

  private Column[] columns(Column picture) {
    List<Column> all = new ArrayList<>();
    all.add(col(ROW_KEY));
    all.addAll(
        request.columns().isImages() ? List.of(picture) : List.of(inputColumns(request.columns())));
    all.addAll(List.of(col(LABEL), col(SPLIT)));
    return all.toArray(Column[]::new);
  }

  private Dataset<Row> keyed() {
    if (!request.columns().keys().isEmpty()) {
      return unchecked;
    }
    Column occurrence =
        row_number()
            .over(
                Window.partitionBy(ROW_KEY)
                    .orderBy(col(SPLIT), inputColumns(request.columns())[0]));
    return unchecked
        .withColumn("occurrence", occurrence)
        .withColumn(
            ROW_KEY,
            when(col("occurrence").equalTo(1), col(ROW_KEY))
                .otherwise(concat(col(ROW_KEY), lit("-"), col("occurrence"))));
  }

  /** Whether a text is null or nothing in it can be seen. */
  public static Column isBlank(Column text) {
    return text.isNull().or(functions.not(text.rlike(VISIBLE)));
  }

  /** Whether rows in the columns of a task hold pictures. */
  public static boolean isImages(Dataset<Row> rows) {
    return List.of(rows.columns()).contains(IMAGE);
  }

  /** The columns of what is classified, in a task with these columns of its own. */
  static List<String> inputs(TaskColumns columns) {
    return columns.isImages() ? List.of(IMAGE) : List.of(TEXT, PAIR);
  }

  /** As {@link #inputs(TaskColumns)}, as columns. */
  static Column[] inputColumns(TaskColumns columns) {
    return inputs(columns).stream().map(functions::col).toArray(Column[]::new);
  }

  /** The columns that {@link #rows} have in a task of these columns. */
  public TaskColumns columns() {
    TaskColumns given = request.columns();
    return given.isImages()
        ? TaskColumns.ofImages(IMAGE, LABEL, SPLIT, List.of(ROW_KEY))
        : new TaskColumns(TEXT, given.pair() == null ? null : PAIR, LABEL, SPLIT, List.of(ROW_KEY));
  }

  /** A hash of what a row holds, the same wherever it stands. */
  public Column inputHash() {
    return xxhash64(inputColumns(request.columns()));
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
