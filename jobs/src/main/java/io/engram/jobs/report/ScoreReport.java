package io.engram.jobs.report;

import io.engram.jobs.service.ScoreResult;
import io.engram.jobs.service.StreamResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code engram score} prints. */
public final class ScoreReport {
  private ScoreReport() {}

  public static String text(ScoreResult result) {
    return "Scored %s rows with version %d in %s s (%s rows/s).\nCut off at the maximum length: %s. Without a prediction: %s.%s%s\nTable: %s"
        .formatted(
            Figures.count(result.rows()),
            result.version(),
            Figures.decimals(result.seconds(), 1),
            Figures.decimals(result.rowsPerSecond(), 0),
            Figures.count(result.truncatedRows()),
            Figures.count(result.bad().rows()),
            RowsSeen.reasons(result.bad()),
            RowsSeen.replaced(result.replaced()),
            result.output());
  }

  /** One micro-batch of a stream. */
  public static String line(ScoreResult batch) {
    return "%s: %s rows with version %d in %s s, %s without a prediction"
            .formatted(
                batch.output(),
                Figures.count(batch.rows()),
                batch.version(),
                Figures.decimals(batch.seconds(), 1),
                Figures.count(batch.bad().rows()))
        + RowsSeen.reasons(batch.bad());
  }

  public static String text(StreamResult result) {
    return "Scored %s rows in %s micro-batches with versions %s in %s s.\nCut off at the maximum length: %s. Without a prediction: %s.%s%s\nTable: %s"
        .formatted(
            Figures.count(result.rows()),
            Figures.count(result.batches()),
            result.versions().isEmpty() ? "(none)" : result.versions(),
            Figures.decimals(result.seconds(), 1),
            Figures.count(result.truncatedRows()),
            Figures.count(result.bad().rows()),
            RowsSeen.reasons(result.bad()),
            RowsSeen.replaced(result.replaced()),
            result.output());
  }

  public static Map<String, Object> json(StreamResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("batches", result.batches());
    json.put("versions", result.versions());
    json.put("rows", result.rows());
    json.put("badRows", result.bad().rows());
    json.put("badReasons", RowsSeen.json(result.bad()));
    json.put("truncatedRows", result.truncatedRows());
    json.put("replacedRows", result.replaced().rows());
    json.put("replacedExamples", RowsSeen.examples(result.replaced()));
    json.put("seconds", result.seconds());
    json.put("output", result.output());
    return json;
  }

  public static Map<String, Object> json(ScoreResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", result.version());
    json.put("rows", result.rows());
    json.put("badRows", result.bad().rows());
    json.put("badReasons", RowsSeen.json(result.bad()));
    json.put("truncatedRows", result.truncatedRows());
    json.put("replacedRows", result.replaced().rows());
    json.put("replacedExamples", RowsSeen.examples(result.replaced()));
    json.put("seconds", result.seconds());
    json.put("rowsPerSecond", result.rowsPerSecond());
    json.put("output", result.output());
    return json;
  }
}
