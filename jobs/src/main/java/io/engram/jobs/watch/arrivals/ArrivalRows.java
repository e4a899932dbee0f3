package io.engram.jobs.watch.arrivals;

import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** {@link ArrivalChange}s as rows of Spark; of a folder that is gone there is only the task. */
final class ArrivalRows {
  static final StructType SCHEMA =
      new StructType()
          .add("task", "string", false)
          .add("folder", "string")
          .add("files", "long")
          .add("bytes", "long")
          .add("contents", "string")
          .add("declared", "boolean");

  private ArrivalRows() {}

  static InternalRow write(ArrivalChange change) {
    Object[] row = new Object[SCHEMA.size()];
    row[0] = UTF8String.fromString(change.task());
    change
        .now()
        .ifPresent(
            now -> {
              row[1] = UTF8String.fromString(now.folder().toString());
              row[2] = now.files();
              row[3] = now.bytes();
              row[4] = UTF8String.fromString(now.contents());
              row[5] = now.declared();
            });
    return new GenericInternalRow(row);
  }

  static ArrivalChange read(Row row) {
    String task = row.getString(0);
    if (row.isNullAt(1)) {
      return ArrivalChange.went(task);
    }
    Arrival now =
        new Arrival(
            task,
            new Path(row.getString(1)),
            row.getLong(2),
            row.getLong(3),
            row.getString(4),
            row.getBoolean(5));
    return new ArrivalChange(task, Optional.of(now));
  }
}
