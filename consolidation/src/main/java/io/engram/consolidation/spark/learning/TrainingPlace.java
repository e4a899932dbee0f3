package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.TrainingListener;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where one training runs. The outcome does not depend on the place. */
interface TrainingPlace {

  /**
   * @param rows of a feature table with the columns the job reads
   * @param listener told of the steps where the place can
   */
  TrainingOutcome run(Dataset<Row> rows, TrainingJob job, TrainingListener listener);
}
