package io.engram.jobs.experiment;

import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.TaskCost;
import io.engram.consolidation.evaluation.ContinualMetrics;
import java.util.Locale;

/** What is said of a cell that was just finished. */
final class CellLine {
  private CellLine() {}

  static String of(Cell cell, int done, int all) {
    ContinualMetrics metrics = ContinualMetrics.of(cell.matrix());
    double seconds = cell.costs().stream().mapToDouble(CellLine::seconds).sum();
    return String.format(
        Locale.ROOT,
        "%d of %d: %s, seed %d, order %d: accuracy %s, forgetting %s, %.0f s to learn %d tasks",
        done,
        all,
        cell.key().method(),
        cell.key().seed(),
        cell.key().order(),
        percent(metrics.averageAccuracy()),
        percent(metrics.forgetting()),
        seconds,
        cell.costs().size());
  }

  private static double seconds(TaskCost cost) {
    return cost.learnSeconds() + cost.consolidateSeconds();
  }

  private static String percent(Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
