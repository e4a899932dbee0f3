package io.engram.jobs.report;

import io.engram.consolidation.benchmark.Tuning;
import io.engram.jobs.experiment.Benchmark;
import io.engram.jobs.report.benchmark.BenchmarkSummary;
import io.engram.jobs.report.benchmark.Interval;
import io.engram.jobs.report.benchmark.MethodSummary;
import io.engram.jobs.report.benchmark.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code engram benchmark} prints: methods by accuracy, and the grids they were tuned over.
 */
public final class BenchmarkReport {
  private BenchmarkReport() {}

  public static String text(Benchmark.Outcome outcome) {
    List<MethodSummary> methods = byAccuracy(BenchmarkSummary.of(outcome.run()));
    TextTable table =
        new TextTable(
            List.of(
                "method",
                "cells",
                "accuracy",
                "routed",
                "routing",
                "direct",
                "forgetting",
                "parameters",
                "kept",
                "s/task",
                "rows/s",
                "rows/s all"),
            methods.stream().map(BenchmarkReport::row).toList());
    String grids = labels(methods) + grids(outcome);
    return outcome.run().sentence()
        + "\n\n"
        + table.text()
        + "\n\nMeans of the cells with 95 % confidence intervals (seeds and orders crossed), per cent. Forgetting: best accuracy"
        + " before the last task less the last. rows/s all: each row asked for every task."
        + "\nWithout a task id: routed is task and class right, the task by the router, the class by slot and head, and half as much by the"
        + " router; routing the task alone; direct"
        + " the router's nearest class."
        + statistics(methods)
        + grids
        + String.format(
            Locale.ROOT,
            "%n%nRan %d cells now. The whole run took %.0f s, %.0f s of it in frozen layers. Report: %s/report.html",
            outcome.ran(),
            outcome.seconds(),
            outcome.frozenSeconds(),
            outcome.folder());
  }

  private static String statistics(List<MethodSummary> methods) {
    return methods.isEmpty()
        ? ""
        : " Every method keeps class statistics of "
            + Figures.bytes(Math.round(methods.get(0).statisticsBytes().mean()))
            + " for that, not among those kept.";
  }

  private static List<MethodSummary> byAccuracy(BenchmarkSummary summary) {
    return summary.methods().stream()
        .filter(method -> method.cells() > 0)
        .sorted(Comparator.comparingDouble((MethodSummary m) -> -m.accuracy().mean()))
        .toList();
  }

  private static List<String> row(MethodSummary method) {
    return List.of(
        method.facts().name(),
        String.valueOf(method.cells()),
        percent(method.accuracy()),
        percent(method.routedAccuracy()),
        percent(method.routing()),
        percent(method.directAccuracy()),
        percent(method.forgetting()),
        Figures.count(Math.round(method.parametersServed().mean())),
        Figures.bytes(Math.round(method.bytesKept().mean())),
        Figures.decimals(method.taskSeconds().mean(), 1),
        Figures.count(Math.round(method.oneTaskRows().mean())),
        Figures.count(Math.round(method.allTasksRows().mean())));
  }

  // Beside the table, which is as wide as a terminal.
  private static String labels(List<MethodSummary> methods) {
    List<List<String>> rows =
        methods.stream()
            .filter(method -> !method.microF1().isEmpty())
            .map(
                method ->
                    List.of(
                        method.facts().name(),
                        percent(method.microF1()),
                        percent(method.macroF1()),
                        percent(method.averagePrecision())))
            .toList();
    return rows.isEmpty()
        ? ""
        : "\n\n"
            + new TextTable(List.of("method", "micro F1", "macro F1", "average precision"), rows)
                .text()
            + "\n\nOf all labels, on test rows of the whole table; average precision: mean of the labels'.";
  }

  private static String percent(Interval interval) {
    return interval.isEmpty()
        ? "-"
        : Figures.percent(interval.mean())
            + (Double.isNaN(interval.halfWidth())
                ? ""
                : " ± " + Figures.percent(interval.halfWidth()));
  }

  private static String grids(Benchmark.Outcome outcome) {
    Map<String, Tuning> tunings = new LinkedHashMap<>();
    outcome.run().cells().stream()
        .filter(cell -> cell.tuning() != null)
        .forEach(cell -> tunings.putIfAbsent(cell.key().method(), cell.tuning()));
    if (tunings.isEmpty()) {
      return "";
    }
    List<List<String>> rows = new ArrayList<>();
    tunings.forEach(
        (method, tuning) -> {
          for (int i = 0; i < tuning.tried().size(); i++) {
            Tuning.Point point = tuning.tried().get(i);
            rows.add(
                List.of(
                    method,
                    Figures.settings(point.settings()),
                    String.valueOf(tuning.tasks()),
                    Figures.percent(point.validationAccuracy()),
                    i == tuning.chosen() ? "chosen" : ""));
          }
        });
    return "\n\n"
        + new TextTable(List.of("method", "grid", "tasks", "validation", ""), rows).text();
  }

  /** Small enough to keep: figures of every method with their intervals, no cells. */
  public static Map<String, Object> json(Benchmark.Outcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("experiment", outcome.run().experiment());
    json.put("folder", outcome.folder());
    json.put("tasks", outcome.run().tasks().size());
    json.put("seeds", outcome.run().seeds());
    json.put("orders", outcome.run().orders());
    json.put("environment", outcome.run().environment());
    BenchmarkSummary summary = BenchmarkSummary.of(outcome.run());
    json.put(
        "methods",
        byAccuracy(summary).stream().map(method -> json(method, summary.verdict())).toList());
    json.put("ran", outcome.ran());
    json.put("seconds", outcome.seconds());
    json.put("frozenSeconds", outcome.frozenSeconds());
    return json;
  }

  private static Map<String, Object> json(MethodSummary method, Verdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("method", method.facts().name());
    json.put("description", method.facts().description());
    json.put("cells", method.cells());
    json.put("accuracy", json(method.accuracy()));
    if (verdict != null && verdict.behind().containsKey(method.facts().name())) {
      json.put("behindBest", json(verdict.behind().get(method.facts().name())));
    }
    if (!method.firstHeads().isEmpty()) {
      json.put("accuracyFirstHeads", json(method.firstHeads()));
    }
    json.put("forgettingBestBeforeLast", json(method.forgetting()));
    json.put("backwardTransfer", json(method.backwardTransfer()));
    json.put("routedAccuracy", json(method.routedAccuracy()));
    json.put("routing", json(method.routing()));
    if (!method.microF1().isEmpty()) {
      json.put("microF1", json(method.microF1()));
      json.put("macroF1", json(method.macroF1()));
      json.put("macroAveragePrecision", json(method.averagePrecision()));
    }
    json.put("directAccuracy", json(method.directAccuracy()));
    if (!method.calibration().isEmpty()) {
      json.put("calibrationError", json(method.calibration()));
      json.put("calibrationErrorUntempered", json(method.untempered()));
    }
    json.put("parametersServed", Figures.json(method.parametersServed().mean()));
    json.put("parametersPeak", Figures.json(method.parametersPeak().mean()));
    json.put("bytesKept", Figures.json(method.bytesKept().mean()));
    json.put("statisticsBytes", Figures.json(method.statisticsBytes().mean()));
    json.put("secondsPerTask", json(method.taskSeconds()));
    json.put("rowsPerSecondOneTask", json(method.oneTaskRows()));
    json.put("rowsPerSecondAllTasks", json(method.allTasksRows()));
    json.put("runs", method.runs().stream().map(BenchmarkReport::json).toList());
    return json;
  }

  private static Map<String, Object> json(MethodSummary.Run run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", run.seed());
    json.put("order", run.order());
    json.put("accuracy", run.accuracy());
    return json;
  }

  private static Map<String, Object> json(Interval interval) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mean", Figures.json(interval.mean()));
    json.put("halfWidth", Figures.json(interval.halfWidth()));
    return json;
  }
}
