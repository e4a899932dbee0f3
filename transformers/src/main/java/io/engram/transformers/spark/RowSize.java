package io.engram.transformers.spark;

import org.apache.spark.sql.Row;

/** What a row costs on the heap, roughly: enough to bound a window. */
public final class RowSize {
  private static final int FIELD_BYTES = 24;

  private RowSize() {}

  public static long bytes(Row row) {
    long bytes = FIELD_BYTES;
    for (int i = 0; i < row.size(); i++) {
      bytes += value(row.get(i));
    }
    return bytes;
  }

  private static long value(Object value) {
    if (value instanceof String text) {
      return FIELD_BYTES + 2L * text.length();
    }
    if (value instanceof byte[] array) {
      return FIELD_BYTES + array.length;
    }
    if (value instanceof Row row) {
      return bytes(row);
    }
    if (value instanceof scala.collection.Iterable<?> items) {
      return elements(scala.jdk.javaapi.CollectionConverters.asJava(items));
    }
    if (value instanceof scala.Tuple2<?, ?> entry) {
      return value(entry._1()) + value(entry._2());
    }
    return FIELD_BYTES;
  }

  private static long elements(Iterable<?> items) {
    long bytes = FIELD_BYTES;
    for (Object item : items) {
      bytes += value(item);
    }
    return bytes;
  }
}
