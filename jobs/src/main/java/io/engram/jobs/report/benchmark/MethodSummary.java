package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun.MethodFacts;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.CellCalibration;
import io.engram.consolidation.benchmark.CellLabels;
import io.engram.consolidation.benchmark.RoutedTask;
import io.engram.consolidation.benchmark.TaskCost;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.evaluation.ContinualMetrics;
import io.engram.consolidation.routing.RoutedAccuracy;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One method over its finished cells. Every interval is of {@link Replicates}, and empty where
 * nothing was measured. Accuracies and what is computed from them are shares in [0, 1].
 *
 * @param facts which method
 * @param cells number of finished cells
 * @param accuracy average accuracy after the last task, the task of every row known
 * @param forgetting mean loss from the best accuracy before the last task
 * @param backwardTransfer mean change since a task was learnt
 * @param routedAccuracy average accuracy after the last task, the task of every row found
 * @param routing share of the rows whose task was found, mean over the tasks
 * @param directAccuracy the router's nearest class taken for the answer, mean over the tasks
 * @param parametersServed after the last task
 * @param parametersPeak trained values that were held at once, at most, while a task was learnt
 * @param bytesKept after the last task, class statistics not among them
 * @param statisticsBytes class statistics of all tasks, which every version keeps
 * @param taskSeconds mean over the tasks of what learning one took
 * @param oneTaskRows rows per second, each asked for one task
 * @param allTasksRows rows per second, each asked for every task
 * @param microF1 F1 of all labels of a multi-label table; empty for any other, like the next two
 * @param macroF1 mean of the labels' F1
 * @param averagePrecision mean of the labels' average precision
 * @param calibration expected calibration error; empty in cells of older programs, as the next one
 * @param untempered the same without the tasks' temperatures
 * @param firstHeads average accuracy of first heads alone; empty where no task has a second one
 * @param runs what was measured in each cell, so that two summaries can be compared run by run
 */
public record MethodSummary(
    MethodFacts facts,
    int cells,
    Interval accuracy,
    Interval forgetting,
    Interval backwardTransfer,
    Interval routedAccuracy,
    Interval routing,
    Interval directAccuracy,
    Interval parametersServed,
    Interval parametersPeak,
    Interval bytesKept,
    Interval statisticsBytes,
    Interval taskSeconds,
    Interval oneTaskRows,
    Interval allTasksRows,
    Interval microF1,
    Interval macroF1,
    Interval averagePrecision,
    Interval calibration,
    Interval untempered,
    Interval firstHeads,
    List<Run> runs) {

  /**
   * One cell.
   *
   * @param accuracy average accuracy after the last task; null where no task has test rows
   */
  public record Run(long seed, int order, Double accuracy) {}

  /** Sums up the cells of one method. */
  static MethodSummary of(MethodFacts facts, List<Cell> cells) {
    return new MethodSummary(
        facts,
        cells.size(),
        over(cells, MethodSummary::accuracyOf),
        over(cells, cell -> metrics(cell.matrix()).forgetting()),
        over(cells, cell -> metrics(cell.matrix()).backwardTransfer()),
        over(cells, cell -> overTasks(cell, RoutedAccuracy::routedAccuracy)),
        over(cells, cell -> overTasks(cell, RoutedAccuracy::routingAccuracy)),
        over(cells, cell -> overTasks(cell, RoutedAccuracy::directAccuracy)),
        over(cells, cell -> last(cell, TaskCost::parametersServed)),
        over(cells, MethodSummary::peakOf),
        over(cells, cell -> last(cell, TaskCost::bytesKept)),
        over(cells, cell -> last(cell, TaskCost::statisticsBytes)),
        over(cells, MethodSummary::taskSecondsOf),
        over(cells, cell -> cell.speed() == null ? null : (Double) cell.speed().oneTask()),
        over(cells, cell -> cell.speed() == null ? null : (Double) cell.speed().allTasks()),
        over(cells, cell -> label(cell, CellLabels::microF1)),
        over(cells, cell -> label(cell, CellLabels::macroF1)),
        over(cells, cell -> label(cell, CellLabels::macroAveragePrecision)),
        over(cells, cell -> calibration(cell, CellCalibration::error)),
        over(cells, cell -> calibration(cell, CellCalibration::untempered)),
        over(cells, Cell::firstHeads),
        cells.stream()
            .map(cell -> new Run(cell.key().seed(), cell.key().order(), accuracyOf(cell)))
            .toList());
  }

  private static Double label(Cell cell, Function<CellLabels, Double> figure) {
    return cell.labels() == null ? null : figure.apply(cell.labels());
  }

  private static Double calibration(Cell cell, Function<CellCalibration, Double> figure) {
    return cell.calibration() == null ? null : figure.apply(cell.calibration());
  }

  static Double accuracyOf(Cell cell) {
    return metrics(cell.matrix()).averageAccuracy();
  }

  private static Double overTasks(Cell cell, ToDoubleFunction<RoutedAccuracy> figure) {
    OptionalDouble mean =
        cell.routed().stream()
            .map(RoutedTask::accuracy)
            .filter(accuracy -> accuracy.rows() > 0)
            .mapToDouble(figure)
            .average();
    return mean.isPresent() ? (Double) mean.getAsDouble() : null;
  }

  private static ContinualMetrics metrics(AccuracyMatrix matrix) {
    return ContinualMetrics.of(matrix);
  }

  private static Interval over(List<Cell> cells, Function<Cell, Double> figure) {
    return Replicates.of(cells, figure).interval();
  }

  private static Double last(Cell cell, ToDoubleFunction<TaskCost> figure) {
    List<TaskCost> costs = cell.costs();
    return costs.isEmpty() ? null : (Double) figure.applyAsDouble(costs.get(costs.size() - 1));
  }

  private static Double peakOf(Cell cell) {
    OptionalDouble peak = cell.costs().stream().mapToDouble(TaskCost::parametersPeak).max();
    return peak.isPresent() ? (Double) peak.getAsDouble() : null;
  }

  private static Double taskSecondsOf(Cell cell) {
    OptionalDouble mean =
        cell.costs().stream()
            .mapToDouble(cost -> cost.learnSeconds() + cost.consolidateSeconds())
            .average();
    return mean.isPresent() ? (Double) mean.getAsDouble() : null;
  }
}
