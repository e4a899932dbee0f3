package io.engram.consolidation.learning;

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
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training in the folder that keeps it: what is finished is not trained again and reads no row,
 * what was begun goes on from its checkpoint, at the place it was begun.
 *
 * @param job what is trained
 * @param name of the step in the folder
 * @param rhythm of its checkpoints
 */
public record KeptStep(TrainingJob job, String name, CheckpointRhythm rhythm) {
  private static final Logger LOG = LoggerFactory.getLogger(KeptStep.class);

  /** With checkpoints as often as they are cheap. */
  KeptStep(TrainingJob job, String name) {
    this(job, name, CheckpointRhythm.AFFORDABLE);
  }

  /** The rows of a training, for as long as it takes. */
  @FunctionalInterface
  public interface Rows {
    TrainingOutcome during(Function<TaskRows, TrainingOutcome> training);
  }

  /**
   * @param run folder that keeps it, or null
   * @param rows asked for when there is something to train
   */
  public TrainingOutcome run(
      RunFolder run, Rows rows, Backbone backbone, TrainingListener listener) {
    if (run == null) {
      return rows.during(open -> job.run(open, backbone, listener, Checkpoints.NONE));
    }
    NeuralRuntime runtime = NeuralRuntime.get();
    try {
      NumericPlace place = run.settle(runtime.place());
      StepFolder training = run.step(place, name);
      Optional<StepOutcome> before = training.outcome();
      if (before.isPresent()) {
        LOG.info("{} was trained before: {}", name, run.path());
        return TrainingOutcome.of(before.get());
      }
      TrainingOutcome outcome;
      try (NeuralRuntime.Limit limit = runtime.limitThreads(place.threads())) {
        Checkpoints checkpoints =
            new Checkpoints(new ForgivingCheckpoints(training.checkpoints()), rhythm);
        outcome = rows.during(open -> job.run(open, backbone, listener, checkpoints));
      }
      training.finish(new StepOutcome(outcome.adapter(), outcome.head(), outcome.report()));
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the run in " + run.path() + " cannot be read or written: " + e.getMessage(), e);
    }
  }
}
