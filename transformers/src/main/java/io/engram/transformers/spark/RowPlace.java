package io.engram.transformers.spark;

import org.apache.spark.TaskContext;

/**
 * Where a row was read.
 *
 * @param partition number of the partition, or -1 outside a task
 * @param position in it, from 0
 */
public record RowPlace(int partition, long position) {

  /** A row of the partition that this thread works on. */
  static RowPlace here(long position) {
    TaskContext task = TaskContext.get();
    return new RowPlace(task == null ? -1 : task.partitionId(), position);
  }

  /** As messages call a row that no column names. */
  @Override
  public String toString() {
    return position + (partition < 0 ? "" : " of partition " + partition);
  }
}
