package io.engram.transformers.spark;

import java.util.StringJoiner;
import org.apache.spark.sql.Row;

/** How messages call a row and its columns. */
public final class RowNames {
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

  /** Name of a column; its number where the row does not know its schema. */
  public static String column(Row row, int index) {
    return row.schema() == null ? "#" + index : row.schema().fieldNames()[index];
  }
}
