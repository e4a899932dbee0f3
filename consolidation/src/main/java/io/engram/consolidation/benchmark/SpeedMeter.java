package io.engram.consolidation.benchmark;

import io.engram.adapters.prediction.TaskPredictor;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.task.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many rows a predictor answers a second, the same rows for every method. */
final class SpeedMeter {
  private static final int ROWS = 512;
  private static final double SECONDS = 0.3;
  private static final float[] NONE = {};

  private final TaskPredictor predictor;
  private final Map<String, List<FeatureRow>> rows = new TreeMap<>();

  /** Takes as many rows of each task, {@value #ROWS} of all tasks together. */
  SpeedMeter(TaskPredictor predictor, BenchmarkTasks tasks, Split split) {
    this.predictor = predictor;
    int known = predictor.model().tasks().size();
    int ofTask = Math.max(1, ROWS / known);
    for (String task : predictor.model().tasks().keySet()) {
      List<FeatureRow> first =
          tasks.task(task).first(split, ofTask).stream().map(SpeedMeter::served).toList();
      if (!first.isEmpty()) {
        rows.put(task, first);
      }
    }
  }

  /**
   * A row as it comes to be scored: nobody knows its pooled output then, and a task without an
   * adapter runs the upper layers as well.
   */
  private static FeatureRow served(FeatureRow row) {
    return row.hidden().length == 0
        ? row
        : new FeatureRow(row.key(), row.label(), row.length(), row.hidden(), NONE, NONE);
  }

  ScoringSpeed speed() {
    List<FeatureRow> all = new ArrayList<>();
    rows.values().forEach(all::addAll);
    return new ScoringSpeed(
        predictor.model().tasks().size(),
        rowsPerSecond(all.size(), () -> rows.forEach((task, of) -> predict(of, task))),
        rowsPerSecond(all.size(), () -> predictor.predictAllFeatures(all)));
  }

  private void predict(List<FeatureRow> of, String task) {
    predictor.predictFeatures(of, task);
  }

  // The first round warms up and is not counted.
  private static double rowsPerSecond(int count, Runnable round) {
    if (count == 0) {
      return 0;
    }
    round.run();
    long start = System.nanoTime();
    long done = 0;
    double seconds;
    do {
      round.run();
      done += count;
      seconds = (System.nanoTime() - start) / 1e9;
    } while (seconds < SECONDS);
    return done / seconds;
  }
}
