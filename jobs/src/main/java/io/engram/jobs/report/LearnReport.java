package io.engram.jobs.report;

import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.jobs.ExitCode;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.LearnResult.SlotReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What {@code engram learn} prints. */
public final class LearnReport {
  private LearnReport() {}

  public static String text(LearnResult result) {
    StringBuilder text = new StringBuilder(headline(result));
    text.append("\n\nAccuracy on test rows, per cent\n").append(accuracies(result));
    if (!result.slots().isEmpty()) {
      text.append("\n\nSlots\n").append(slots(result));
    }
    text.append("\n\nParameters served: ")
        .append(Figures.count(result.parameters().served()))
        .append(" (one adapter a task: ")
        .append(Figures.count(result.parameters().perTask()))
        .append(")");
    if (result.truncatedRows() > 0) {
      text.append("\nCut off at the maximum length: ")
          .append(Figures.count(result.truncatedRows()))
          .append(" rows");
    }
    text.append(RowsSeen.replaced(result.replacedRows()));
    result
        .promotion()
        .ifPresent(outcome -> text.append("\n\nGate\n").append(PromotionReport.text(outcome)));
    return text.append("\nVersion ")
        .append(result.version())
        .append(": ")
        .append(result.folder())
        .toString();
  }

  private static String headline(LearnResult result) {
    return switch (result.outcome()) {
      case LEARNT -> learnt(result, "Learnt");
      case REPLACED -> learnt(result, "Learnt again");
      case UNCHANGED ->
          "Task "
              + result.task()
              + " was learnt before from the same data with the same settings: nothing to do.";
    };
  }

  private static String learnt(LearnResult result, String verb) {
    return "%s %s: %d classes, %s, %s, %s s"
        .formatted(
            verb,
            result.task(),
            result.classes().size(),
            rows(result),
            result.slot() < 0 ? "no adapter needed (identity slot)" : "slot " + result.slot(),
            Figures.decimals(result.seconds(), 1));
  }

  private static String rows(LearnResult result) {
    return "%s rows (%s more to stop by, %s to test on; split by %s)"
        .formatted(
            Figures.count(result.rows().train()),
            Figures.count(result.rows().validation()),
            Figures.count(result.rows().test()),
            result.splitCol().map(column -> "column '" + column + "'").orElse("hash"));
  }

  private static String accuracies(LearnResult result) {
    return new TextTable(
            List.of("task", "accuracy"),
            result.accuracies().entrySet().stream()
                .map(entry -> List.of(entry.getKey(), Figures.percent(entry.getValue())))
                .toList())
        .text();
  }

  private static String slots(LearnResult result) {
    return new TextTable(
            List.of("slot", "tasks", "score"),
            result.slots().stream()
                .map(
                    slot ->
                        List.of(
                            String.valueOf(slot.slot()),
                            String.valueOf(slot.load()),
                            score(slot.score())))
                .toList())
        .text();
  }

  private static String score(OptionalDouble score) {
    return Figures.decimals(score.orElse(Double.NaN), 4);
  }

  public static Map<String, Object> json(LearnResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", result.task());
    json.put("outcome", result.outcome().name().toLowerCase(java.util.Locale.ROOT));
    json.put("accuracy", Figures.json(result.accuracy()));
    json.put("version", result.version());
    json.put("folder", result.folder());
    json.put("slot", result.slot());
    json.put("slots", result.slots().stream().map(LearnReport::json).toList());
    Map<String, Object> accuracies = new LinkedHashMap<>();
    result.accuracies().forEach((task, value) -> accuracies.put(task, Figures.json(value)));
    json.put("accuracies", accuracies);
    json.put("classes", result.classes());
    json.put("trainRows", result.rows().train());
    json.put("validationRows", result.rows().validation());
    json.put("testRows", result.rows().test());
    json.put("splitCol", result.splitCol().orElse(null));
    json.put("truncatedRows", result.truncatedRows());
    json.put("replacedRows", result.replacedRows());
    json.put("parametersServed", result.parameters().served());
    json.put("parametersOneAdapterATask", result.parameters().perTask());
    json.put("seconds", result.seconds());
    result.promotion().ifPresent(outcome -> json.put("gate", PromotionReport.json(outcome)));
    if (exitCode(result) != ExitCode.DONE) {
      json.put("error", result.promotion().map(PromotionOutcome::message).orElseThrow());
      json.put("exitCode", exitCode(result).code());
    }
    return json;
  }

  /** What a scheduler is told: the gate decides, for the learning itself is done. */
  public static ExitCode exitCode(LearnResult result) {
    return result
        .promotion()
        .map(outcome -> PromotionReport.exitCode(outcome.kind()))
        .orElse(ExitCode.DONE);
  }

  private static Map<String, Object> json(SlotReport slot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("slot", slot.slot());
    json.put("load", slot.load());
    json.put("score", Figures.json(slot.score()));
    return json;
  }
}
