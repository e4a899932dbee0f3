package io.engram.consolidation.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.HeadTrainer;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.Backbone;

/** The linear probe: a head on frozen, pooled features. */
public record TrainHeadJob(LabelSpace labels, TrainingConfig training) implements TrainingJob {

  /**
   * @param training of an adapter; a head alone takes more passes
   */
  public static TrainHeadJob of(LabelSpace labels, TrainingConfig training) {
    return new TrainHeadJob(labels, training.ofHeadAlone());
  }

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
      TaskRows rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints) {
    TrainedTask task =
        new HeadTrainer(training)
            .train(labels, rows.training(), rows.validation(), listener, checkpoints);
    return TrainingOutcome.of(null, task.head(), task.report());
  }
}
