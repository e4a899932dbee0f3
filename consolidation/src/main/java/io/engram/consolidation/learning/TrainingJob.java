package io.engram.consolidation.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.Backbone;
import java.io.Serializable;

/** One training, small enough to travel in a closure; the rows come to it, wherever it runs. */
public interface TrainingJob extends Serializable {

  /** Columns of the feature table that the job reads. */
  FeatureColumns columns();

  /** Classes of the rows; null where they are read without labels. */
  LabelSpace labels();

  /** SHA-256 of all that the training is made of, besides its rows. */
  String identity();

  /**
   * @param rows stay the caller's
   */
  TrainingOutcome run(
      TaskRows rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints);
}
