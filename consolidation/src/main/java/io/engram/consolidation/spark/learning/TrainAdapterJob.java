package io.engram.consolidation.spark.learning;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.AdapterTrainer;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.Backbone;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/** A fresh adapter and head for one task. */
record TrainAdapterJob(LabelSpace labels, AdapterConfig adapter, TrainingConfig training)
    implements TrainingJob {

  @Override
  public FeatureColumns columns() {
    return new FeatureColumns(true, false, false);
  }

  @Override
  public String identity() {
    return JobIdentity.of("adapter", labels.classes(), adapter, training);
  }

  @Override
  public TrainingOutcome run(
      Iterator<Row> rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints) {
    try (SpooledRows spooled =
        SpooledRows.of(rows, labels, backbone.config().hidden(), columns())) {
      TrainedTask task =
          new AdapterTrainer(backbone, adapter, training)
              .train(labels, spooled.training(), spooled.validation(), listener, checkpoints);
      return TrainingOutcome.of(task.adapter(), task.head(), task.report());
    }
  }
}
