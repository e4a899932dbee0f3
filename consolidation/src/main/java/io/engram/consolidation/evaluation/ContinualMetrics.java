package io.engram.consolidation.evaluation;

import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the accuracy matrix says (Lopez-Paz and Ranzato 2017; Chaudhry et al. 2018). Every mean is
 * over the tasks for which it is defined; null where it is defined for none.
 *
 * @param averageAccuracy mean accuracy of all tasks after the last one
 * @param forgetting mean loss from the best accuracy before the last task
 * @param backwardTransfer mean change since the task was learnt; negative is forgetting
 * @param forwardTransfer mean gain over the initial accuracy just before a task is learnt; only for
 *     models that can answer a task before they learn it
 */
public record ContinualMetrics(
    Double averageAccuracy, Double forgetting, Double backwardTransfer, Double forwardTransfer) {

  public static ContinualMetrics of(AccuracyMatrix matrix) {
    Double first = forgetting(matrix, Forgetting.FIRST);
    return new ContinualMetrics(
        averageAccuracy(matrix),
        forgetting(matrix, Forgetting.BEST_BEFORE_LAST),
        first == null ? null : (Double) (0.0 - first),
        forwardTransfer(matrix));
  }

  /** {@code (1/N) Σ_i A[N][i]}. */
  public static Double averageAccuracy(AccuracyMatrix matrix) {
    int last = matrix.size() - 1;
    return mean(IntStream.rangeClosed(0, last).mapToObj(i -> matrix.cell(last, i)));
  }

  /** {@code (1/(N-1)) Σ_{i<N} (reference_i - A[N][i])}; the last task cannot be forgotten yet. */
  public static Double forgetting(AccuracyMatrix matrix, Forgetting definition) {
    int last = matrix.size() - 1;
    return mean(
        IntStream.range(0, last)
            .mapToObj(i -> minus(definition.reference(matrix, i), matrix.cell(last, i))));
  }

  /** {@code (1/(N-1)) Σ_{i>1} (A[i-1][i] - initial_i)}. */
  public static Double forwardTransfer(AccuracyMatrix matrix) {
    if (matrix.initial() == null) {
      return null;
    }
    return mean(
        IntStream.range(1, matrix.size())
            .mapToObj(i -> minus(matrix.cell(i - 1, i), matrix.initial().get(i))));
  }

  private static Double minus(Double from, Double value) {
    return from == null || value == null ? null : (Double) (from - value);
  }

  private static Double mean(Stream<Double> values) {
    var statistics =
        values.filter(Objects::nonNull).mapToDouble(Double::doubleValue).summaryStatistics();
    return statistics.getCount() == 0 ? null : (Double) statistics.getAverage();
  }
}
