package io.engram.transformers.spark;

import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** What Spark's resource scheduling gave to the present task. */
public final class TaskGpus {
  /** Name of the resource, as in {@code spark.executor.resource.gpu.amount}. */
  public static final String RESOURCE = "gpu";

  private TaskGpus() {}

  /** Addresses of the GPUs of the present task; none outside a task. */
  public static List<String> granted() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(RESOURCE);
    return gpus == null ? List.of() : List.of(gpus.addresses());
  }
}
