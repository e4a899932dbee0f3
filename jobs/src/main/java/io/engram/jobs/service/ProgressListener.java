package io.engram.jobs.service;

import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.spark.LearningListener;
import io.engram.jobs.console.Progress;
import io.engram.jobs.console.Progress.Stage;
import java.util.function.LongFunction;

/** Shows the steps of learning as stages of the console's progress. */
final class ProgressListener implements LearningListener {
  private final Progress progress;

  ProgressListener(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void stage(String task, String stage) {
    progress.begin(task + ": " + stage, 0);
  }

  @Override
  public TrainingListener training(String task, String what) {
    return new Steps(steps -> progress.begin(task + ": training " + what, steps));
  }

  private static final class Steps implements TrainingListener {
    private final LongFunction<Stage> begin;
    private Stage stage;

    Steps(LongFunction<Stage> begin) {
      this.begin = begin;
    }

    @Override
    public void onStep(TrainingListener.Progress step) {
      if (stage == null) {
        stage = begin.apply(step.steps());
      }
      stage.reached(step.step());
    }
  }
}
