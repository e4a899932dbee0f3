package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.CheckpointRhythm;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.store.runs.RunFolder;
import io.engram.consolidation.store.runs.StepFolder;
import io.engram.consolidation.store.runs.StepOutcome;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.NumericPlace;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
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

  /** As {@link TrainingJob#run}. */
  TrainingOutcome run(Iterator<Row> rows, Backbone backbone, TrainingListener listener) {
    if (run == null) {
      return job.run(rows, backbone, listener, Checkpoints.NONE);
    }
    NeuralRuntime runtime = NeuralRuntime.get();
    try {
      RunFolder folder = run.open();
      NumericPlace place = folder.settle(runtime.place());
      StepFolder training = folder.step(place, step);
      Optional<StepOutcome> before = training.outcome();
      if (before.isPresent()) {
        LOG.info("{} was trained before: {}", step, run.folder());
        return TrainingOutcome.of(before.get());
      }
      TrainingOutcome outcome;
      try (NeuralRuntime.Limit limit = runtime.limitThreads(place.threads())) {
        Checkpoints checkpoints =
            new Checkpoints(
                new ForgivingCheckpoints(training.checkpoints()), CheckpointRhythm.AFFORDABLE);
        outcome = job.run(rows, backbone, listener, checkpoints);
      }
      training.finish(new StepOutcome(outcome.adapter(), outcome.head(), outcome.report()));
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the run in " + run.folder() + " cannot be read or written: " + e.getMessage(), e);
    }
  }
}
