package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.Backbone;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/** One training, small enough to travel in a closure; the rows come to it, wherever it runs. */
interface TrainingJob extends Serializable {

  /** Columns of the feature table that the job reads. */
  FeatureColumns columns();

  /** SHA-256 of all that the training is made of, besides its rows. */
  String identity();

  /**
   * @param rows of a feature table, in any order
   */
  TrainingOutcome run(
      Iterator<Row> rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints);
}
