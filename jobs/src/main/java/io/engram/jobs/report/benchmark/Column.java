package io.engram.jobs.report.benchmark;

import io.engram.jobs.report.Figures;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** The columns of the table of methods. */
enum Column {
  ACCURACY("average accuracy", "%", true, MethodSummary::accuracy, Column::percent),
  FORGETTING("forgetting", "points", false, MethodSummary::forgetting, Column::percent),
  BACKWARD("backward transfer", "points", true, MethodSummary::backwardTransfer, Column::percent),
  ROUTED("routed accuracy", "%", true, MethodSummary::routedAccuracy, Column::percent),
  ROUTING("routing accuracy", "%", true, MethodSummary::routing, Column::percent),
  DIRECT("direct accuracy", "%", true, MethodSummary::directAccuracy, Column::percent),
  MICRO_F1("micro F1", "%", true, MethodSummary::microF1, Column::percent),
  MACRO_F1("macro F1", "%", true, MethodSummary::macroF1, Column::percent),
  AVERAGE_PRECISION(
      "average precision", "%", true, MethodSummary::averagePrecision, Column::percent),
  CALIBRATION("calibration error", "points", false, MethodSummary::calibration, Column::percent),
  PARAMETERS("parameters served", "", false, MethodSummary::parametersServed, Column::count),
  PEAK("parameters at most", "", false, MethodSummary::parametersPeak, Column::count),
  BYTES("bytes kept", "", false, MethodSummary::bytesKept, Column::bytes),
  STATISTICS("statistics kept", "", false, MethodSummary::statisticsBytes, Column::bytes),
  SECONDS("seconds a task", "", false, MethodSummary::taskSeconds, Column::seconds),
  ONE_TASK("one task", "rows/s", true, MethodSummary::oneTaskRows, Column::count),
  ALL_TASKS("all tasks", "rows/s", true, MethodSummary::allTasksRows, Column::count);

  private static final Set<Column> EXACT = EnumSet.of(PARAMETERS, PEAK, BYTES, STATISTICS);

  private final String label;
  private final String unit;
  private final boolean moreIsBetter;
  private final Function<MethodSummary, Interval> figure;
  private final DoubleFunction<String> format;

  Column(
      String label,
      String unit,
      boolean moreIsBetter,
      Function<MethodSummary, Interval> figure,
      DoubleFunction<String> format) {
    this.label = label;
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
    this.figure = figure;
    this.format = format;
  }

  /** The columns of a run: those of labels only where there are labels, and so on. */
  static List<Column> of(List<MethodSummary> methods) {
    return Arrays.stream(values())
        .filter(column -> !column.mayBeAbsent() || column.isMeasured(methods))
        .toList();
  }

  private boolean mayBeAbsent() {
    return switch (this) {
      case MICRO_F1, MACRO_F1, AVERAGE_PRECISION, CALIBRATION -> true;
      default -> false;
    };
  }

  private boolean isMeasured(List<MethodSummary> methods) {
    return methods.stream().anyMatch(method -> !figure.apply(method).isEmpty());
  }

  String label() {
    return label;
  }

  String unit() {
    return unit;
  }

  /** Which end a first click puts on top. */
  boolean moreIsBetter() {
    return moreIsBetter;
  }

  /** The mean as people read it, a dash where there is none. */
  String text(MethodSummary method) {
    Interval interval = figure.apply(method);
    return interval.isEmpty() ? "–" : format.apply(interval.mean());
  }

  /** Half the interval as people read it; null where there is none or the figure is a size. */
  String spread(MethodSummary method) {
    Interval interval = figure.apply(method);
    boolean exact = EXACT.contains(this);
    return Double.isNaN(interval.halfWidth()) || exact ? null : format.apply(interval.halfWidth());
  }

  /** What rows are sorted by; empty where there is none. */
  String key(MethodSummary method) {
    Interval interval = figure.apply(method);
    return interval.isEmpty() ? "" : String.valueOf(interval.mean());
  }

  private static String percent(double share) {
    return withoutMinusZero(String.format(Locale.ROOT, "%.1f", 100 * share));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.1f", seconds);
  }

  private static String count(double count) {
    return String.format(Locale.ROOT, "%,.0f", count);
  }

  private static String bytes(double bytes) {
    return Figures.bytes(Math.round(bytes));
  }

  private static String withoutMinusZero(String text) {
    return text.matches("-0\\.0*") ? text.substring(1) : text.replace('-', '−');
  }
}
