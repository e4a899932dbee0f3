package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.ExecutorCache.Lease;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains in one task of one executor, which may ask for a GPU by a resource profile. Local mode
 * knows no profiles: there the task runs on what there is.
 */
final class ExecutorPlace implements TrainingPlace {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorPlace.class);

  private final BackboneAddress backbone;
  private final Resources resources;

  /**
   * @param cores of the training task; 0 leaves the cluster's default
   * @param gpus of the training task; 0 for none
   */
  record Resources(int cores, int gpus, String discoveryScript) {
    /**
     * The session's {@code spark.engram.training.cores}, {@code .gpus} and {@code
     * .gpu.discoveryScript}.
     */
    static Resources of(RuntimeConfig conf) {
      return new Resources(
          Integer.parseInt(conf.get("spark.engram.training.cores", "0")),
          Integer.parseInt(conf.get("spark.engram.training.gpus", "0")),
          conf.get("spark.engram.training.gpu.discoveryScript", ""));
    }

    boolean any() {
      return cores > 0 || gpus > 0;
    }
  }

  ExecutorPlace(BackboneAddress backbone, Resources resources) {
    this.backbone = backbone;
    this.resources = resources;
  }

  @Override
  public TrainingOutcome run(Dataset<Row> rows, TrainingJob job, TrainingListener listener) {
    JavaRDD<TrainingOutcome> outcome =
        rows.toJavaRDD().coalesce(1).mapPartitions(new Task(backbone, job));
    if (resources.any()) {
      if (rows.sparkSession().sparkContext().isLocal()) {
        LOG.info("local mode has no resource profiles: training runs without {}", resources);
      } else {
        outcome = outcome.withResources(profile());
      }
    }
    return outcome.first();
  }

  private ResourceProfile profile() {
    ExecutorResourceRequests executor = new ExecutorResourceRequests();
    TaskResourceRequests task = new TaskResourceRequests();
    if (resources.cores() > 0) {
      executor.cores(resources.cores());
      task.cpus(resources.cores());
    }
    if (resources.gpus() > 0) {
      executor.resource("gpu", resources.gpus(), resources.discoveryScript(), "");
      task.resource("gpu", resources.gpus());
    }
    return new ResourceProfileBuilder().require(executor).require(task).build();
  }

  private record Task(BackboneAddress backbone, TrainingJob job)
      implements FlatMapFunction<Iterator<Row>, TrainingOutcome> {

    @Override
    public Iterator<TrainingOutcome> call(Iterator<Row> rows) {
      try (Lease<LoadedBackbone> lease = backbone.lease()) {
        return List.of(job.run(rows, lease.value().backbone(), TrainingListener.NONE)).iterator();
      }
    }
  }
}
