package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.CheckpointRhythm;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.learning.KeptStep;
import io.engram.consolidation.learning.TaskRows;
import io.engram.consolidation.learning.TrainingJob;
import io.engram.consolidation.learning.TrainingOutcome;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training with what is kept of it, wherever it runs: what is finished is not trained again and
 * reads no row, what was begun goes on from its checkpoint, at the place it was begun.
 *
 * @param job what is trained
 * @param run where it is kept; null keeps nothing
 * @param step its name in the run
 */
record KeptTraining(TrainingJob job, RunAddress run, String step) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptTraining.class);

  /** Whether nothing is left to train, as far as can be told from anywhere. */
  boolean finished() {
    try {
      return run != null && run.open().finished(step);
    } catch (IOException e) {
      LOG.warn("it cannot be told whether {} is finished: {}", step, e.toString());
      return false;
    }
  }

  /** Makes the engine, if it is not loaded yet, compute as the run did before. */
  void prepare() {
    if (run == null) {
      return;
    }
    try {
      run.open()
          .placeOn(NeuralRuntime.presentProcessor())
          .ifPresent(place -> NeuralRuntime.preferNumericPath(place.numericPath()));
    } catch (IOException e) {
      LOG.warn("what was trained before cannot be read: {}", e.toString());
    }
  }

  /**
   * @param rows of a feature table, in any order
   */
  TrainingOutcome run(Iterator<Row> rows, Backbone backbone, TrainingListener listener) {
    try {
      return new KeptStep(job, step, run == null ? CheckpointRhythm.AFFORDABLE : run.rhythm())
          .run(
              run == null ? null : run.open(),
              training -> {
                try (TaskRows spooled =
                    SpooledRows.of(rows, job.labels(), backbone.config().hidden(), job.columns())) {
                  return training.apply(spooled);
                }
              },
              backbone,
              listener);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the run in " + run.folder() + " cannot be opened: " + e.getMessage(), e);
    }
  }
}
