package io.engram.jobs.report.benchmark;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Numbers of the page's data: five significant digits, for a large run has a million of them. */
final class Rounded {
  private static final MathContext DIGITS = new MathContext(5);

  private Rounded() {}

  /** Null for null, NaN and infinity, which JSON does not know. */
  static Double value(Double value) {
    return value == null || !Double.isFinite(value)
        ? null
        : (Double) new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** A list that may hold null. */
  static List<Double> list(List<Double> values) {
    List<Double> rounded = new ArrayList<>();
    values.forEach(value -> rounded.add(value(value)));
    return rounded;
  }
}
