package io.engram.jobs.report.benchmark;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * A mean with its 95 % interval; of values that are independent by Student's t.
 *
 * @param count values
 * @param mean NaN without values
 * @param halfWidth half the width of the interval; NaN for fewer than two values
 */
public record Interval(int count, double mean, double halfWidth) {
  /** Quantile of the upper end. */
  static final double UPPER = 0.975;

  /** Interval of the mean of these values; those that are null are left out. */
  public static Interval of(Collection<Double> values) {
    return of(values.stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray());
  }

  /** Interval of the mean of these values. */
  public static Interval of(double... values) {
    SummaryStatistics statistics = new SummaryStatistics();
    Arrays.stream(values).forEach(statistics::addValue);
    int count = values.length;
    if (count < 2) {
      return new Interval(count, statistics.getMean(), Double.NaN);
    }
    double quantile = new TDistribution(count - 1).inverseCumulativeProbability(UPPER);
    return new Interval(
        count,
        statistics.getMean(),
        quantile * statistics.getStandardDeviation() / Math.sqrt(count));
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Whether zero cannot be told from the mean; unknown is not known to differ, so false. */
  public boolean containsZero() {
    return Math.abs(mean) <= halfWidth;
  }
}
