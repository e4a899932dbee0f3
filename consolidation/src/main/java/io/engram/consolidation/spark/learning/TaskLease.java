package io.engram.consolidation.spark.learning;

import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.ExecutorCache.Lease;
import org.apache.spark.TaskContext;

/** A backbone for the life of one Spark task. */
final class TaskLease {
  private TaskLease() {}

  static Backbone backbone(BackboneAddress source) {
    Lease<LoadedBackbone> lease = source.lease();
    TaskContext task = TaskContext.get();
    task.<Void>addTaskCompletionListener(
        ended -> {
          lease.close();
          return null;
        });
    return lease.value().backbone();
  }
}
