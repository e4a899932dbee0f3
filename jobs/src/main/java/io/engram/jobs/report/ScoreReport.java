package io.engram.jobs.report;

import io.engram.consolidation.spark.RowGroups;
import io.engram.jobs.service.ScoreResult;
import io.engram.jobs.service.StreamResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code engram score} prints. */
public final class ScoreReport {
  private ScoreReport() {}

  public static String text(ScoreResult result) {
    return "Scored %s rows with version %d in %s s (%s rows/s).\n%s\nTable: %s"
        .formatted(
            Figures.count(result.rows()),
            result.version(),
            Figures.decimals(result.seconds(), 1),
            Figures.decimals(result.rowsPerSecond(), 0),
            seen(result.bad(), result.truncatedRows(), result.replaced()),
            result.output());
  }

  private static String seen(RowGroups bad, long truncated, RowGroups replaced) {
    return "Cut off at the maximum length: %s. Without a prediction: %s.%s%s"
        .formatted(
            Figures.count(truncated),
            Figures.count(bad.rows()),
            RowsSeen.reasons(bad),
            RowsSeen.replaced(replaced));
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
    return "Scored %s rows in %s micro-batches with versions %s in %s s.\n%s\nTable: %s"
        .formatted(
            Figures.count(result.rows()),
            Figures.count(result.batches()),
            result.versions().isEmpty() ? "(none)" : result.versions(),
            Figures.decimals(result.seconds(), 1),
            seen(result.bad(), result.truncatedRows(), result.replaced()),
            result.output());
  }

  public static Map<String, Object> json(StreamResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("batches", result.batches());
    json.put("versions", result.versions());
    json.put("rows", result.rows());
    seen(json, result.bad(), result.truncatedRows(), result.replaced());
    json.put("seconds", result.seconds());
    json.put("output", result.output());
    return json;
  }

  private static void seen(
      Map<String, Object> json, RowGroups bad, long truncated, RowGroups replaced) {
    json.put("badRows", bad.rows());
    json.put("badReasons", RowsSeen.json(bad));
    json.put("truncatedRows", truncated);
    json.put("replacedRows", replaced.rows());
    json.put("replacedExamples", RowsSeen.examples(replaced));
  }

  public static Map<String, Object> json(ScoreResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", result.version());
    json.put("rows", result.rows());
    seen(json, result.bad(), result.truncatedRows(), result.replaced());
    json.put("seconds", result.seconds());
    json.put("rowsPerSecond", result.rowsPerSecond());
    json.put("output", result.output());
    return json;
  }
}
