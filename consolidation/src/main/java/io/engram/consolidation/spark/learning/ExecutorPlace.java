package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.learning.TrainingOutcome;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.ExecutorCache.Lease;
import io.engram.transformers.spark.JavaBytes;
import io.engram.transformers.spark.TaskGpus;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains in one task of one executor, which may ask for cores and a GPU by a resource profile.
 * Where the cluster knows no profiles the task runs on what there is.
 */
final class ExecutorPlace implements TrainingPlace {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorPlace.class);
  private static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";

  private final BackboneAddress backbone;
  private final TrainingResources resources;

  ExecutorPlace(BackboneAddress backbone, TrainingResources resources) {
    this.backbone = backbone;
    this.resources = resources;
  }

  @Override
  public TrainingOutcome run(Dataset<Row> rows, KeptTraining kept, TrainingListener listener) {
    JavaRDD<byte[]> training = rows.toJavaRDD().coalesce(1).mapPartitions(new Task(backbone, kept));
    if (resources.any() && knowsProfiles(rows.sparkSession().sparkContext())) {
      training = training.withResources(resources.profile());
    }
    Trained trained = JavaBytes.read(training.first());
    LOG.info("trained on {}", trained.where());
    listener.onEnd(trained.outcome().readReport(), trained.where());
    return trained.outcome();
  }

  private boolean knowsProfiles(SparkContext context) {
    boolean known = !context.isLocal() && context.conf().getBoolean(DYNAMIC_ALLOCATION, false);
    if (!known) {
      LOG.info(
          "{}: training runs on an executor as it is, without {}",
          context.isLocal()
              ? "local mode has no resource profiles"
              : "resource profiles need " + DYNAMIC_ALLOCATION + "=true",
          resources);
    }
    return known;
  }

  /**
   * @param where executor and GPUs
   */
  private record Trained(TrainingOutcome outcome, String where) implements Serializable {}

  private record Task(BackboneAddress backbone, KeptTraining kept)
      implements FlatMapFunction<Iterator<Row>, byte[]> {

    @Override
    public Iterator<byte[]> call(Iterator<Row> rows) {
      kept.prepare();
      try (Lease<LoadedBackbone> lease = backbone.lease()) {
        TrainingOutcome outcome = kept.run(rows, lease.value().backbone(), TrainingListener.NONE);
        return List.of(JavaBytes.of(new Trained(outcome, where()))).iterator();
      }
    }

    private static String where() {
      List<String> gpus = TaskGpus.granted();
      String executor = "executor " + SparkEnv.get().executorId();
      return gpus.isEmpty() ? executor : executor + ", GPU " + String.join(" and ", gpus);
    }
  }
}
