package io.engram.transformers.spark;

import java.util.Map;
import org.apache.spark.sql.Row;

/** What a row costs on the heap, roughly: enough to bound a window. */
final class RowSize {
  private static final int FIELD_BYTES = 24;

  private RowSize() {}

  static long bytes(Row row) {
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
    if (value instanceof Map<?, ?> map) {
      return elements(map.keySet()) + elements(map.values());
    }
    if (value instanceof scala.Product pair) {
      return value(pair.productElement(0)) + FIELD_BYTES;
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
