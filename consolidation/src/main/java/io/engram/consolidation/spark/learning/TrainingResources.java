package io.engram.consolidation.spark.learning;

import io.engram.transformers.spark.TaskGpus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.sql.RuntimeConfig;

/**
 * What the one executor that trains asks the cluster for.
 *
 * @param cores of the training task; 0 leaves the cluster's default
 * @param gpus of the training task; 0 for none
 * @param discoveryScript prints the GPUs of a machine, for YARN and Kubernetes; empty: the
 *     cluster's own
 */
record TrainingResources(int cores, int gpus, String discoveryScript) {
  static final String CORES = "spark.engram.training.cores";
  static final String GPUS = "spark.engram.training.gpus";
  static final String DISCOVERY_SCRIPT = "spark.engram.training.gpu.discoveryScript";

  // Spark gives every profile executors of its own: one profile for equal requests lets the next
  // training run where the last one ran, instead of waiting for a GPU that an idle executor holds.
  private static final Map<TrainingResources, ResourceProfile> PROFILES = new ConcurrentHashMap<>();

  /**
   * The session's settings.
   *
   * @throws IllegalArgumentException when a number is none
   */
  static TrainingResources of(RuntimeConfig conf) {
    return new TrainingResources(
        number(conf, CORES), number(conf, GPUS), conf.get(DISCOVERY_SCRIPT, ""));
  }

  private static int number(RuntimeConfig conf, String key) {
    String value = conf.get(key, "0");
    if (!value.matches("\\d{1,6}")) {
      throw new IllegalArgumentException(
          "the Spark setting " + key + " must be a whole number from 0, got " + value);
    }
    return Integer.parseInt(value);
  }

  boolean any() {
    return cores > 0 || gpus > 0;
  }

  ResourceProfile profile() {
    return PROFILES.computeIfAbsent(this, TrainingResources::build);
  }

  private static ResourceProfile build(TrainingResources wanted) {
    ExecutorResourceRequests executor = new ExecutorResourceRequests();
    TaskResourceRequests task = new TaskResourceRequests();
    if (wanted.cores > 0) {
      executor.cores(wanted.cores);
      task.cpus(wanted.cores);
    }
    if (wanted.gpus > 0) {
      executor.resource(TaskGpus.RESOURCE, wanted.gpus, wanted.discoveryScript, "");
      task.resource(TaskGpus.RESOURCE, wanted.gpus);
    }
    return new ResourceProfileBuilder().require(executor).require(task).build();
  }
}
