package io.engram.jobs.service;

import io.engram.adapters.training.TrainingListener;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.spark.LearningListener;
import io.engram.jobs.console.Progress;
import io.engram.jobs.console.Progress.Stage;

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
    return new Steps(progress, task + ": training " + what);
  }

  private static final class Steps implements TrainingListener {
    private final io.engram.jobs.console.Progress progress;
    private final String name;
    private Stage stage;

    Steps(io.engram.jobs.console.Progress progress, String name) {
      this.progress = progress;
      this.name = name;
    }

    @Override
    public void onStep(TrainingListener.Progress step) {
      if (stage == null) {
        stage = progress.begin(name, step.steps());
      }
      stage.reached(step.step());
    }

    // Steps that were taken in another JVM are shown when they are done.
    @Override
    public void onEnd(TrainingReport report, String where) {
      if (stage == null) {
        progress.begin(name + " on " + where, report.steps()).reached(report.steps());
      }
    }
  }
}
