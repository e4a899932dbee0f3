package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.learning.TrainingOutcome;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where one training runs. The outcome does not depend on the place. */
interface TrainingPlace {

  /**
   * @param rows of a feature table with the columns the job reads; a table that was read or kept,
   *     because rows fresh from a function do not know their columns
   * @param listener told of the end, and of the steps where they are taken in this JVM
   */
  TrainingOutcome run(Dataset<Row> rows, KeptTraining training, TrainingListener listener);
}
