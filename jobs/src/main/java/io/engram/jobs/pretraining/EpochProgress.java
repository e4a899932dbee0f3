package io.engram.jobs.pretraining;

import io.engram.adapters.training.TrainingListener;
import io.engram.jobs.console.Progress.Stage;
import io.engram.jobs.report.Figures;
import java.util.function.LongSupplier;

/**
 * Shows pre-training as a stage an epoch, whose name says what the last one came to and how long
 * the rest takes.
 */
final class EpochProgress implements TrainingListener {
  private static final double NANOS = 1e9;

  private final io.engram.jobs.console.Progress progress;
  private final int epochs;
  private final long rows;
  private final LongSupplier nanos;
  private Stage stage;
  private int shown;
  private String last = "";
  private long begunNanos;
  private long begunStep;
  private Progress present;

  /**
   * @param rows of an epoch
   * @param nanos a clock
   */
  EpochProgress(
      io.engram.jobs.console.Progress progress, int epochs, long rows, LongSupplier nanos) {
    this.progress = progress;
    this.epochs = epochs;
    this.rows = rows;
    this.nanos = nanos;
  }

  @Override
  public void onStep(Progress step) {
    present = step;
    long ofEpoch = step.steps() / epochs;
    if (begunNanos == 0) {
      begunNanos = nanos.getAsLong();
      begunStep = step.step();
    }
    if (step.epoch() != shown) {
      shown = step.epoch();
      stage = progress.begin("epoch " + shown + " of " + epochs + last, ofEpoch);
    }
    stage.reached(step.step() - (step.epoch() - 1) * ofEpoch);
  }

  @Override
  public void onEpoch(EpochEnd end) {
    if (present == null) {
      // The run goes on from the last step of an epoch: nobody knows yet how fast it is.
      last = " (" + reached(end) + ")";
      return;
    }
    double seconds = (nanos.getAsLong() - begunNanos) / NANOS;
    long steps = present.step() - begunStep;
    double stepsPerSecond = steps / seconds;
    double rowsPerSecond = stepsPerSecond * rows * epochs / present.steps();
    double minutes = (present.steps() - present.step()) / stepsPerSecond / 60;
    last =
        " (%s, %s images/s, %s min left)"
            .formatted(
                reached(end), Figures.decimals(rowsPerSecond, 0), Figures.decimals(minutes, 1));
  }

  private static String reached(EpochEnd end) {
    return "loss %s, held-out accuracy %s %%"
        .formatted(Figures.decimals(end.loss(), 3), Figures.percent(end.validationAccuracy()));
  }
}
