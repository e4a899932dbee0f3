package io.engram.jobs.report;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.evaluation.ContinualMetrics;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.jobs.quickstart.QuickstartOutcome;
import io.engram.jobs.service.LearnResult.ServedParameters;
import io.engram.jobs.service.ModelCatalog.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram quickstart} prints. */
public final class QuickstartReport {
  private QuickstartReport() {}

  public static String text(QuickstartOutcome outcome) {
    ContinualMetrics metrics = ContinualMetrics.of(outcome.matrix());
    ServedParameters parameters = outcome.last().parameters();
    QuickstartOutcome.MixedTable mixed = outcome.mixed();
    return String.join(
        "\n",
        "",
        "Accuracy on test rows, per cent: row = after learning this task, column = this task",
        matrix(outcome.matrix()),
        "",
        "Average accuracy %s %%, forgetting %s points (mean loss from the best accuracy before the last task)"
            .formatted(percent(metrics.averageAccuracy()), percent(metrics.forgetting())),
        "",
        "Where each task went: transferability score of each slot, and tasks it served then"
            + " (none takes more than %s times its share)"
                .formatted(Figures.decimals(SlotChoice.LARGEST_SHARE, 1)),
        slots(outcome.versions()),
        "",
        "Parameters served: %s; one adapter a task: %s"
            .formatted(Figures.count(parameters.served()), Figures.count(parameters.perTask())),
        "One table, rows of all tasks mixed: %s rows, %s %% right, %s rows/s"
            .formatted(
                Figures.count(mixed.rows()),
                Figures.percent((double) mixed.correct() / mixed.rows()),
                Figures.decimals(rowsPerSecond(mixed), 0)),
        "",
        "Lake    " + outcome.lake(),
        "Model   "
            + outcome.model()
            + " (version "
            + outcome.last().version()
            + ": "
            + outcome.last().folder()
            + ")",
        "Scored  " + mixed.output(),
        "Done in " + Figures.decimals(outcome.seconds(), 0) + " s");
  }

  private static String matrix(AccuracyMatrix matrix) {
    List<String> header = new ArrayList<>(List.of("after"));
    header.addAll(matrix.tasks());
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t < matrix.size(); t++) {
      List<String> row = new ArrayList<>(List.of(matrix.tasks().get(t)));
      for (int i = 0; i < matrix.size(); i++) {
        row.add(i > t ? "" : percent(matrix.cell(t, i)));
      }
      rows.add(row);
    }
    return new TextTable(header, rows).text();
  }

  private static String slots(List<Version> versions) {
    int slots = versions.stream().mapToInt(version -> version.slot() + 1).max().orElse(0);
    List<String> header = new ArrayList<>(List.of("task", "slot"));
    for (int slot = 0; slot < slots; slot++) {
      header.add("score " + slot);
      header.add("tasks " + slot);
    }
    int[] loads = new int[slots];
    List<List<String>> rows = new ArrayList<>();
    for (Version version : versions) {
      if (version.slot() >= 0) {
        loads[version.slot()]++;
      }
      List<String> row = new ArrayList<>(List.of(version.task()));
      row.add(version.slot() < 0 ? "-" : String.valueOf(version.slot()));
      for (int slot = 0; slot < slots; slot++) {
        row.add(Figures.decimals(version.scores().getOrDefault(slot, Double.NaN), 4));
        row.add(String.valueOf(loads[slot]));
      }
      rows.add(row);
    }
    return new TextTable(header, rows).text();
  }

  public static Map<String, Object> json(QuickstartOutcome outcome) {
    ContinualMetrics metrics = ContinualMetrics.of(outcome.matrix());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("averageAccuracy", metrics.averageAccuracy());
    json.put("forgetting", metrics.forgetting());
    json.put("tasks", outcome.matrix().tasks());
    json.put("matrix", outcome.matrix().rows());
    json.put("slots", outcome.versions().stream().map(Version::slot).toList());
    json.put("version", outcome.last().version());
    json.put("parametersServed", outcome.last().parameters().served());
    json.put("parametersOneAdapterATask", outcome.last().parameters().perTask());
    json.put("mixedRows", outcome.mixed().rows());
    json.put("mixedAccuracy", (double) outcome.mixed().correct() / outcome.mixed().rows());
    json.put("rowsPerSecond", rowsPerSecond(outcome.mixed()));
    json.put("lake", outcome.lake());
    json.put("model", outcome.model());
    json.put("folder", outcome.last().folder());
    json.put("scored", outcome.mixed().output());
    json.put("seconds", outcome.seconds());
    return json;
  }

  private static double rowsPerSecond(QuickstartOutcome.MixedTable mixed) {
    return mixed.seconds() > 0 ? mixed.rows() / mixed.seconds() : 0;
  }

  private static String percent(Double share) {
    return Figures.percent(share == null ? Double.NaN : share);
  }
}
