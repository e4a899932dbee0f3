package io.engram.jobs.report;

import io.engram.consolidation.evaluation.LabelMetrics;
import io.engram.jobs.service.LabelsResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram evaluate --all-tasks} prints. */
public final class LabelsReport {
  private LabelsReport() {}

  public static String text(LabelsResult result) {
    return "%d labels, version %d, %s rows: micro F1 %s %%, macro F1 %s %%, macro average precision %s %%.\n"
            .formatted(
                result.metrics().labels().size(),
                result.version(),
                Figures.count(result.rows()),
                Figures.percent(result.metrics().microF1()),
                Figures.percent(result.metrics().macroF1()),
                percent(result.metrics().macroAveragePrecision()))
        + "Without the correction for the labels' shares: micro F1 %s %%, macro F1 %s %%.\n"
            .formatted(
                Figures.percent(result.uncorrected().microF1()),
                Figures.percent(result.uncorrected().macroF1()))
        + "Without an answer: %s. Cut off at the maximum length: %s.%s\n\n"
            .formatted(
                Figures.count(result.badRows()),
                Figures.count(result.truncatedRows()),
                RowsSeen.replaced(result.replacedRows()))
        + labels(result.metrics());
  }

  private static String labels(LabelMetrics metrics) {
    return new TextTable(
            List.of("label", "rows", "said", "precision", "recall", "F1", "average precision"),
            metrics.labels().entrySet().stream()
                .map(
                    entry ->
                        List.of(
                            entry.getKey(),
                            Figures.count(entry.getValue().counts().present()),
                            Figures.count(entry.getValue().counts().said()),
                            percent(entry.getValue().counts().precision()),
                            percent(entry.getValue().counts().recall()),
                            Figures.percent(entry.getValue().counts().f1()),
                            percent(entry.getValue().averagePrecision())))
                .toList())
        .text();
  }

  private static String percent(Double share) {
    return share == null ? "-" : Figures.percent(share);
  }

  public static Map<String, Object> json(LabelsResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", result.version());
    json.put("rows", result.rows());
    json.put("badRows", result.badRows());
    json.put("truncatedRows", result.truncatedRows());
    json.put("replacedRows", result.replacedRows());
    json.put("microF1", Figures.json(result.metrics().microF1()));
    json.put("macroF1", Figures.json(result.metrics().macroF1()));
    json.put("macroAveragePrecision", result.metrics().macroAveragePrecision());
    json.put("uncorrectedMicroF1", Figures.json(result.uncorrected().microF1()));
    json.put("uncorrectedMacroF1", Figures.json(result.uncorrected().macroF1()));
    Map<String, Object> labels = new LinkedHashMap<>();
    result
        .metrics()
        .labels()
        .forEach(
            (name, label) -> {
              Map<String, Object> figures = new LinkedHashMap<>();
              figures.put("rows", label.counts().present());
              figures.put("said", label.counts().said());
              figures.put("right", label.counts().truePositives());
              figures.put("averagePrecision", label.averagePrecision());
              labels.put(name, figures);
            });
    json.put("labels", labels);
    return json;
  }
}
