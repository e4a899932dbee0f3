package io.engram.consolidation.spark.data;

import static io.engram.consolidation.spark.data.SourceColumns.named;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.typeof;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.spark.Pictures;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructType;

/** Turns a user's columns into those of a {@link TaskTable}; one row in, one row out. */
final class TaskProjection {
  /** Whether a number that stands for a class has a fraction. */
  static final String FRACTIONAL = "label_is_fractional";

  /** Whether one of the key columns is null. */
  static final String KEYLESS = "key_is_null";

  private static final long HASH_RANGE = 1_000_000;
  private static final double LARGEST_WHOLE = 1e15;

  /** Those of {@link #isFractional} by their names. */
  private static final String FRACTIONAL_TYPES = "^(double|float|decimal)\\b";

  private TaskProjection() {}

  static Dataset<Row> apply(Dataset<Row> table, TaskRequest request) {
    TaskColumns columns = request.columns();
    Column label = label(table.schema(), columns.label());
    Column picture = columns.isImages() ? picture(table, request) : null;
    List<Column> inputs =
        picture == null ? texts(columns) : List.of(picture.getField(Pictures.BYTES));
    List<Column> all = new ArrayList<>();
    all.add(key(columns, inputs, label).as(TaskTable.ROW_KEY));
    for (int i = 0; i < inputs.size(); i++) {
      all.add(inputs.get(i).as(TaskTable.inputs(columns).get(i)));
    }
    // The metadata says which label of a multi-label table the task asks for.
    all.add(
        label.as(TaskTable.LABEL, SourceColumns.field(table.schema(), columns.label()).metadata()));
    all.add(split(request, inputs.get(0)).as(TaskTable.SPLIT));
    all.add(fractional(table.schema(), columns.label()).as(FRACTIONAL));
    all.add(keyless(columns).as(KEYLESS));
    if (picture != null) {
      all.add(picture.getField(Pictures.PROBLEM).as(TaskTable.UNREAD));
    }
    return table.select(all.toArray(Column[]::new));
  }

  private static Column picture(Dataset<Row> table, TaskRequest request) {
    String name = request.columns().image();
    DataType type = SourceColumns.field(table.schema(), name).dataType();
    return Pictures.read(table.sparkSession(), named(name), type, request.pictures().limits());
  }

  /** In the order of {@link TaskTable#inputs}. */
  private static List<Column> texts(TaskColumns columns) {
    Column pair = columns.pair() == null ? nullString() : string(columns.pair());
    return List.of(string(columns.text()), pair);
  }

  private static Column string(String name) {
    return named(name).cast(DataTypes.StringType);
  }

  private static Column nullString() {
    return lit(null).cast(DataTypes.StringType);
  }

  private static Column key(TaskColumns columns, List<Column> inputs, Column label) {
    List<Column> parts = new ArrayList<>();
    if (columns.keys().isEmpty()) {
      for (Column input : inputs) {
        // A picture stands for itself by its hash.
        parts.add(columns.isImages() ? md5(input) : input);
      }
      parts.add(label);
      parts.replaceAll(part -> coalesce(part, lit("")));
      return md5(concat_ws("\u0000", parts.toArray(Column[]::new)).cast(DataTypes.BinaryType));
    }
    columns.keys().forEach(name -> parts.add(string(name)));
    return concat_ws("/", parts.toArray(Column[]::new));
  }

  private static Column keyless(TaskColumns columns) {
    Column keyless = lit(false);
    for (String name : columns.keys()) {
      keyless = keyless.or(named(name).isNull());
    }
    return keyless;
  }

  static boolean isFractional(DataType type) {
    return type instanceof DoubleType || type instanceof FloatType || type instanceof DecimalType;
  }

  private static Column whole(Column number) {
    return number.equalTo(floor(number)).and(abs(number).lt(LARGEST_WHOLE));
  }

  static Column label(StructType schema, String name) {
    DataType type = SourceColumns.field(schema, name).dataType();
    Column label = string(name);
    if (isFractional(type)) {
      return coalesce(index(named(name).cast(DataTypes.DoubleType)), label);
    }
    return type instanceof BooleanType ? lower(label) : label;
  }

  /** The same where no schema is at hand: the type is asked when Spark analyses the column. */
  static Column label(String name) {
    Column label = string(name);
    // By way of the string, which every type has: no column of another type is refused for it.
    Column index = index(label.try_cast(DataTypes.DoubleType));
    return coalesce(when(typeof(named(name)).rlike(FRACTIONAL_TYPES), index), label);
  }

  /** A number that stands for a class, as learning writes it; null where it has a fraction. */
  private static Column index(Column number) {
    return when(whole(number), number).cast(DataTypes.LongType).cast(DataTypes.StringType);
  }

  private static Column fractional(StructType schema, String name) {
    if (!isFractional(SourceColumns.field(schema, name).dataType())) {
      return lit(false);
    }
    Column number = named(name).cast(DataTypes.DoubleType);
    return number.isNotNull().and(not(whole(number)));
  }

  private static Column split(TaskRequest request, Column input) {
    if (request.columns().split() != null) {
      Column given = trim(lower(string(request.columns().split())));
      return when(given.isin("train", "training"), Split.TRAIN.label())
          .when(given.isin("validation", "valid", "val", "dev"), Split.VALIDATION.label())
          .otherwise(given);
    }
    SplitRule rule = request.splits();
    return when(below(xxhash64(input), rule.testFraction()), Split.TEST.label())
        .when(
            below(xxhash64(lit(Split.VALIDATION.label()), input), rule.validationFraction()),
            Split.VALIDATION.label())
        .otherwise(Split.TRAIN.label());
  }

  private static Column below(Column hash, double share) {
    return pmod(hash, lit(HASH_RANGE)).lt(Math.round(share * HASH_RANGE));
  }
}
