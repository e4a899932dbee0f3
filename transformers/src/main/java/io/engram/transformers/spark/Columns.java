package io.engram.transformers.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Looks columns up by name; what is missing or of the wrong type is said with what there is. */
public final class Columns {
  private Columns() {}

  /**
   * @param what role of the column, such as {@code inputCol}, for the message
   * @return the column's index
   * @throws IllegalArgumentException when there is no such column; names those there are
   */
  public static int require(StructType schema, String column, String what) {
    List<String> names = Arrays.asList(schema.fieldNames());
    int index = names.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          what + " names column '" + column + "', the table has " + names);
    }
    return index;
  }

  /** As {@link #require(StructType, String, String)}, and the column must have this type. */
  public static int require(StructType schema, String column, DataType type, String what) {
    return require(schema, column, List.of(type), what);
  }

  /** As {@link #require(StructType, String, String)}, and the column must have one of the types. */
  public static int require(StructType schema, String column, List<DataType> types, String what) {
    int index = require(schema, column, what);
    DataType found = schema.fields()[index].dataType();
    if (types.stream().noneMatch(found::sameType)) {
      throw new IllegalArgumentException(
          what
              + " names column '"
              + column
              + "' of type "
              + found.simpleString()
              + "; it must be "
              + String.join(" or ", types.stream().map(DataType::simpleString).toList()));
    }
    return index;
  }

  /**
   * The schema with one more nullable column.
   *
   * @throws IllegalArgumentException when the name is taken
   */
  public static StructType append(StructType schema, String column, DataType type) {
    if (Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "the table already has a column '" + column + "'; drop it or choose another output name");
    }
    return schema.add(column, type, true);
  }
}
