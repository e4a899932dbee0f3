package io.engram.jobs.report;

import io.engram.consolidation.routing.NoveltyCounts;
import io.engram.consolidation.routing.RoutedAccuracy;
import io.engram.consolidation.spark.RoutedEvaluation.OfTask;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.jobs.service.RoutedResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What {@code engram evaluate --task auto} prints. */
public final class RoutedReport {
  private static final List<ToDoubleFunction<RoutedAccuracy>> FIGURES =
      List.of(
          RoutedAccuracy::trueIdAccuracy,
          RoutedAccuracy::routedAccuracy,
          RoutedAccuracy::routingAccuracy,
          RoutedAccuracy::directAccuracy);

  private RoutedReport() {}

  public static String text(RoutedResult result) {
    RoutedAccuracy all = result.accuracy();
    return """
        Version %d, %s rows of %s, told their task and not told:
        accuracy, task told               %s %%
        routed accuracy, task and class   %s %%
        routing accuracy, the task        %s %%
        the router's own nearest class    %s %%
        Tasks were found by %s.
        %s
        Without a prediction: %s%s. Cut off at the maximum length: %s.%s

        %s"""
        .formatted(
            result.version(),
            Figures.count(all.rows()),
            result.tasks().size() == 1 ? "one task" : result.tasks().size() + " tasks",
            Figures.percent(all.trueIdAccuracy()),
            Figures.percent(all.routedAccuracy()),
            Figures.percent(all.routingAccuracy()),
            Figures.percent(all.directAccuracy()),
            result.router() == RouterRule.LDA
                ? "LDA, the nearest class"
                : "ridge regression on random features",
            novelty(result.novelty()),
            Figures.count(result.badRows()),
            result.badExamples().isEmpty()
                ? ""
                : " (row " + String.join("; row ", result.badExamples()) + ")",
            Figures.count(result.truncatedRows()),
            RowsSeen.replaced(result.replacedRows()),
            tasks(result));
  }

  private static String novelty(NoveltyCounts novelty) {
    return novelty.rows() == 0
        ? "Novelty is unknown: no rows were kept with the tasks to tell."
        : "False alarms of novelty: above %s %s %% of the rows (%s %% would be right), above %s %s %% (%s %%)."
            .formatted(
                NoveltyCounts.UNUSUAL,
                Figures.percent(novelty.unusualShare()),
                Figures.percent(1 - NoveltyCounts.UNUSUAL),
                NoveltyCounts.RARE,
                Figures.percent(novelty.rareShare()),
                Figures.percent(1 - NoveltyCounts.RARE));
  }

  private static String tasks(RoutedResult result) {
    List<List<String>> lines = new ArrayList<>();
    result
        .tasks()
        .forEach(
            (task, of) -> {
              List<String> line = new ArrayList<>();
              line.add(task);
              line.add(Figures.count(of.accuracy().rows()));
              FIGURES.forEach(
                  figure -> line.add(Figures.percent(figure.applyAsDouble(of.accuracy()))));
              line.add(
                  mistaken(task, of)
                      .map(other -> other.getKey() + " (" + Figures.count(other.getValue()) + ")")
                      .orElse("-"));
              lines.add(line);
            });
    List<String> mean = new ArrayList<>(List.of("mean over tasks", ""));
    FIGURES.forEach(figure -> mean.add(Figures.percent(mean(result, figure))));
    mean.add("");
    lines.add(mean);
    return new TextTable(
            List.of("task", "rows", "told", "routed", "routing", "nearest", "most taken for"),
            lines)
        .text();
  }

  private static double mean(RoutedResult result, ToDoubleFunction<RoutedAccuracy> figure) {
    return result.tasks().values().stream()
        .mapToDouble(of -> figure.applyAsDouble(of.accuracy()))
        .average()
        .orElseThrow();
  }

  /** The other task that most of the rows of a task were taken for. */
  private static Optional<Map.Entry<String, Long>> mistaken(String task, OfTask of) {
    return of.foundTasks().entrySet().stream()
        .filter(found -> !found.getKey().equals(task))
        .max(Map.Entry.comparingByValue());
  }

  public static Map<String, Object> json(RoutedResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", result.version());
    json.put("router", result.router().shortName());
    json.putAll(figures(result.accuracy(), result.novelty()));
    Map<String, Object> mean = new LinkedHashMap<>();
    mean.put("accuracy", Figures.json(mean(result, RoutedAccuracy::trueIdAccuracy)));
    mean.put("routedAccuracy", Figures.json(mean(result, RoutedAccuracy::routedAccuracy)));
    mean.put("routingAccuracy", Figures.json(mean(result, RoutedAccuracy::routingAccuracy)));
    mean.put("directAccuracy", Figures.json(mean(result, RoutedAccuracy::directAccuracy)));
    json.put("meanOverTasks", mean);
    json.put("badRows", result.badRows());
    json.put("badExamples", result.badExamples());
    json.put("truncatedRows", result.truncatedRows());
    json.put("replacedRows", result.replacedRows());
    Map<String, Object> tasks = new LinkedHashMap<>();
    result
        .tasks()
        .forEach(
            (task, of) -> {
              Map<String, Object> figures = figures(of.accuracy(), of.novelty());
              figures.put("foundTasks", of.foundTasks());
              tasks.put(task, figures);
            });
    json.put("tasks", tasks);
    return json;
  }

  private static Map<String, Object> figures(RoutedAccuracy accuracy, NoveltyCounts novelty) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", accuracy.rows());
    json.put("accuracy", Figures.json(accuracy.trueIdAccuracy()));
    json.put("routedAccuracy", Figures.json(accuracy.routedAccuracy()));
    json.put("routingAccuracy", Figures.json(accuracy.routingAccuracy()));
    json.put("directAccuracy", Figures.json(accuracy.directAccuracy()));
    json.put("noveltyRows", novelty.rows());
    json.put("noveltyAbove95", Figures.json(novelty.unusualShare()));
    json.put("noveltyAbove99", Figures.json(novelty.rareShare()));
    return json;
  }
}
