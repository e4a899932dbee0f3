package io.engram.consolidation.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.spark.sql.Row;

/**
 * A row of a table that is scored.
 *
 * @param row as it was read
 * @param position in its partition, from 0
 */
record ScoringRow(Row row, long position) {

  /** A string, or binary in UTF-8; null where the column is. */
  String text(int column) {
    Object value = row.get(column);
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : (String) value;
  }
}
