package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.learning.TrainingOutcome;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.ExecutorCache.Lease;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trains in the driver's JVM: rows stream in one partition at a time and go to local disk. */
final class DriverPlace implements TrainingPlace {
  private final BackboneAddress backbone;

  DriverPlace(BackboneAddress backbone) {
    this.backbone = backbone;
  }

  @Override
  public TrainingOutcome run(Dataset<Row> rows, KeptTraining training, TrainingListener listener) {
    training.prepare();
    try (Lease<LoadedBackbone> lease = backbone.lease()) {
      TrainingOutcome outcome =
          training.run(new LazyRows(rows), lease.value().backbone(), listener);
      listener.onEnd(outcome.readReport(), "driver");
      return outcome;
    }
  }
}
