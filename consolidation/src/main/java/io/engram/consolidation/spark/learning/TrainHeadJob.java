package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.HeadTrainer;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.Backbone;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/** The linear probe: a head on frozen, pooled features. */
record TrainHeadJob(LabelSpace labels, TrainingConfig training) implements TrainingJob {

  @Override
  public FeatureColumns columns() {
    return new FeatureColumns(false, true, false);
  }

  @Override
  public String identity() {
    return JobIdentity.of("head", labels.classes(), training);
  }

  @Override
  public TrainingOutcome run(
      Iterator<Row> rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints) {
    try (SpooledRows spooled =
        SpooledRows.of(rows, labels, backbone.config().hidden(), columns())) {
      TrainedTask task =
          new HeadTrainer(training)
              .train(labels, spooled.training(), spooled.validation(), listener, checkpoints);
      return TrainingOutcome.of(null, task.head(), task.report());
    }
  }
}
