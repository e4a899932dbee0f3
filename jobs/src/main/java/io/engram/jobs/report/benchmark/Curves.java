package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.TaskCost;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a method shows against the number of tasks: entry n - 1 of each list is after n tasks, a
 * mean over the finished cells, null where nothing was measured.
 *
 * @param accuracy average accuracy on the tasks so far, in [0, 1]
 * @param halfWidth half the 95 % interval of {@code accuracy}
 * @param parametersServed trained values that prediction needs
 * @param bytesKept bytes
 * @param learnSeconds training the task alone
 * @param consolidateSeconds selection, targets and distillation
 */
record Curves(
    List<Double> accuracy,
    List<Double> halfWidth,
    List<Double> parametersServed,
    List<Double> bytesKept,
    List<Double> learnSeconds,
    List<Double> consolidateSeconds) {

  static Curves of(List<Cell> cells, int tasks) {
    List<Interval> accuracies =
        IntStream.range(0, tasks)
            .mapToObj(t -> Replicates.of(cells, cell -> averageAfter(cell.matrix(), t)).interval())
            .toList();
    return new Curves(
        Rounded.list(accuracies.stream().map(Interval::mean).toList()),
        Rounded.list(accuracies.stream().map(Interval::halfWidth).toList()),
        costs(cells, tasks, TaskCost::parametersServed),
        costs(cells, tasks, TaskCost::bytesKept),
        costs(cells, tasks, TaskCost::learnSeconds),
        costs(cells, tasks, TaskCost::consolidateSeconds));
  }

  /** Mean of the first cells of a row, null where not one of them was measured. */
  private static Double averageAfter(AccuracyMatrix matrix, int t) {
    if (t >= matrix.size()) {
      return null;
    }
    Interval known =
        Interval.of(
            IntStream.rangeClosed(0, t)
                .mapToObj(i -> matrix.cell(t, i))
                .filter(Objects::nonNull)
                .toList());
    return known.isEmpty() ? null : (Double) known.mean();
  }

  private static List<Double> costs(
      List<Cell> cells, int tasks, ToDoubleFunction<TaskCost> figure) {
    return Rounded.list(
        IntStream.range(0, tasks)
            .mapToObj(
                t ->
                    cells.stream()
                        .filter(cell -> t < cell.costs().size())
                        .mapToDouble(cell -> figure.applyAsDouble(cell.costs().get(t)))
                        .average()
                        .orElse(Double.NaN))
            .toList());
  }
}
