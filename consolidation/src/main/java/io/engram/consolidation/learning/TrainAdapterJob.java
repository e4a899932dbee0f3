package io.engram.consolidation.learning;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.AdapterTrainer;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.Backbone;

/** A fresh adapter and head for one task. */
public record TrainAdapterJob(LabelSpace labels, AdapterConfig adapter, TrainingConfig training)
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
      TaskRows rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints) {
    TrainedTask task =
        new AdapterTrainer(backbone, adapter, training)
            .train(labels, rows.training(), rows.validation(), listener, checkpoints);
    return TrainingOutcome.of(task.adapter(), task.head(), task.report());
  }
}
