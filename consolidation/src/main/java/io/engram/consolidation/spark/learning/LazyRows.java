package io.engram.consolidation.spark.learning;

import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of a table, one partition after the other; no job runs before the first is asked for. */
final class LazyRows implements Iterator<Row> {
  private final Dataset<Row> table;
  private Iterator<Row> rows;

  LazyRows(Dataset<Row> table) {
    this.table = table;
  }

  private Iterator<Row> rows() {
    if (rows == null) {
      rows = table.toLocalIterator();
    }
    return rows;
  }

  @Override
  public boolean hasNext() {
    return rows().hasNext();
  }

  @Override
  public Row next() {
    return rows().next();
  }
}
