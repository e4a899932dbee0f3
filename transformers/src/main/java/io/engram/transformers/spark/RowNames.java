package io.engram.transformers.spark;

import java.util.StringJoiner;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/** How messages call a row and its columns. */
public final class RowNames {
  private static final String USERS = "engram.column";

  private RowNames() {}

  /**
   * The values of the key columns, joined by slashes; without key columns where the row was read.
   *
   * @param keys indexes of the key columns; may be empty
   * @param place where the row was read
   */
  public static String row(Row row, int[] keys, RowPlace place) {
    if (keys.length == 0) {
      return place.toString();
    }
    StringJoiner name = new StringJoiner("/");
    for (int key : keys) {
      name.add(String.valueOf(row.get(key)));
    }
    return name.toString();
  }

  /**
   * A column under another name, which messages go on to call by the one that its user gave it.
   *
   * @param users name in the user's table
   */
  public static Column renamed(Column column, String name, String users) {
    return column.as(name, new MetadataBuilder().putString(USERS, users).build());
  }

  /** Name of a column in the user's table; its number where the row does not know its schema. */
  public static String column(Row row, int index) {
    if (row.schema() == null) {
      return "#" + index;
    }
    StructField field = row.schema().fields()[index];
    return field.metadata().contains(USERS) ? field.metadata().getString(USERS) : field.name();
  }
}
