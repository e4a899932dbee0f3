package io.engram.jobs.report;

import io.engram.jobs.service.EvaluateResult;
import io.engram.jobs.service.EvaluateResult.ClassCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram evaluate} prints. */
public final class EvaluateReport {
  private EvaluateReport() {}

  public static String text(EvaluateResult result) {
    return "Task %s, version %d: accuracy %s %% (%s of %s rows).\nWithout a prediction: %s%s. Cut off at the maximum length: %s.%s\n\n%s"
        .formatted(
            result.task(),
            result.version(),
            Figures.percent(result.accuracy()),
            Figures.count(result.correct()),
            Figures.count(result.rows()),
            Figures.count(result.badRows()),
            examples(result),
            Figures.count(result.truncatedRows()),
            RowsSeen.replaced(result.replacedRows()),
            classes(result));
  }

  private static String examples(EvaluateResult result) {
    return result.badExamples().isEmpty()
        ? ""
        : " (row " + String.join("; row ", result.badExamples()) + ")";
  }

  private static String classes(EvaluateResult result) {
    return new TextTable(
            List.of("class", "rows", "recall", "precision"),
            result.classes().entrySet().stream()
                .map(
                    entry -> {
                      ClassCounts counts = entry.getValue();
                      return List.of(
                          entry.getKey(),
                          Figures.count(counts.rows()),
                          Figures.percent((double) counts.correct() / counts.rows()),
                          Figures.percent((double) counts.correct() / counts.predicted()));
                    })
                .toList())
        .text();
  }

  public static Map<String, Object> json(EvaluateResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", result.task());
    json.put("accuracy", Figures.json(result.accuracy()));
    json.put("version", result.version());
    json.put("rows", result.rows());
    json.put("correct", result.correct());
    json.put("badRows", result.badRows());
    json.put("badExamples", result.badExamples());
    json.put("truncatedRows", result.truncatedRows());
    json.put("replacedRows", result.replacedRows());
    Map<String, Object> classes = new LinkedHashMap<>();
    result
        .classes()
        .forEach(
            (name, counts) ->
                classes.put(
                    name,
                    Map.of(
                        "rows", counts.rows(),
                        "correct", counts.correct(),
                        "predicted", counts.predicted())));
    json.put("classes", classes);
    return json;
  }
}
