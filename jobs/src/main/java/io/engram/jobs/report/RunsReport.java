package io.engram.jobs.report;

import io.engram.consolidation.store.runs.Runs;
import io.engram.consolidation.store.runs.StepState;
import io.engram.jobs.service.LearnResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code engram models resume} prints. */
public final class RunsReport {
  private RunsReport() {}

  public static String unfinished(List<Runs.Unfinished> runs) {
    if (runs.isEmpty()) {
      return "No learning was begun and not published.";
    }
    return new TextTable(
            List.of("task", "begun", "by", "trainings", "options to give"),
            runs.stream()
                .map(
                    run ->
                        List.of(
                            run.request().task(),
                            run.request().started().toString(),
                            run.request().by() == null ? "-" : run.request().by(),
                            steps(run),
                            String.join(", ", run.request().leftOut())))
                .toList())
        .text();
  }

  private static String steps(Runs.Unfinished run) {
    return run.steps().isEmpty()
        ? "none begun"
        : run.steps().stream().map(RunsReport::step).collect(Collectors.joining(", "));
  }

  private static String step(StepState step) {
    return step.step()
        + (step.finished()
            ? " finished"
            : step.checkpoint()
                .map(at -> " at step " + at.steps() + " in epoch " + at.epoch())
                .orElse(" begun"));
  }

  public static Map<String, Object> unfinishedJson(List<Runs.Unfinished> runs) {
    return Map.of("unfinished", runs.stream().map(RunsReport::json).toList());
  }

  private static Map<String, Object> json(Runs.Unfinished run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", run.key());
    json.put("task", run.request().task());
    json.put("started", run.request().started().toString());
    json.put("by", run.request().by());
    json.put("optionsToGive", run.request().leftOut());
    json.put("steps", run.steps().stream().map(RunsReport::json).toList());
    return json;
  }

  private static Map<String, Object> json(StepState step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("step", step.step());
    json.put("finished", step.finished());
    json.put("steps", step.checkpoint().map(at -> at.steps()).orElse(null));
    json.put("epoch", step.checkpoint().map(at -> at.epoch()).orElse(null));
    return json;
  }

  /**
   * @param failed by task, why it cannot be taken up
   */
  public static String resumed(List<LearnResult> results, SortedMap<String, String> failed) {
    return Stream.concat(
            results.stream().map(LearnReport::text),
            failed.entrySet().stream()
                .map(task -> "Not taken up: task " + task.getKey() + ": " + task.getValue()))
        .collect(Collectors.joining("\n\n"));
  }

  public static Map<String, Object> resumedJson(
      List<LearnResult> results, SortedMap<String, String> failed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("resumed", results.stream().map(LearnReport::json).toList());
    json.put("failed", failed);
    return json;
  }
}
