package io.engram.jobs.report;

import io.engram.jobs.service.ScoreResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code engram score} prints. */
public final class ScoreReport {
  private ScoreReport() {}

  public static String text(ScoreResult result) {
    return "Scored %s rows with version %d in %s s (%s rows/s).\nWithout a prediction: %s. Cut off at the maximum length: %s.\nTable: %s"
        .formatted(
            Figures.count(result.rows()),
            result.version(),
            Figures.decimals(result.seconds(), 1),
            Figures.decimals(result.rowsPerSecond(), 0),
            Figures.count(result.badRows()),
            Figures.count(result.truncatedRows()),
            result.output());
  }

  public static Map<String, Object> json(ScoreResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", result.version());
    json.put("rows", result.rows());
    json.put("badRows", result.badRows());
    json.put("truncatedRows", result.truncatedRows());
    json.put("seconds", result.seconds());
    json.put("rowsPerSecond", result.rowsPerSecond());
    json.put("output", result.output());
    return json;
  }
}
