package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.BenchmarkRun.MethodFacts;
import io.engram.consolidation.benchmark.BenchmarkRun.TaskFacts;
import io.engram.consolidation.benchmark.RoutedTask;
import io.engram.consolidation.routing.RoutedAccuracy;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.jobs.report.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The page's texts and tables, named as the template asks for them. Everything is text: the
 * template escapes it.
 */
record PageView(
    String name,
    String sentence,
    String extent,
    Missing missing,
    List<Head> heads,
    List<Row> rows,
    VerdictText verdict,
    String shared,
    List<TuningGrid> grids,
    List<TaskLine> tasks,
    List<OrderLine> orders,
    String router,
    List<Entry> environment) {

  record Head(String label, String unit, String first, String sort) {}

  record Row(
      String name,
      String description,
      String mark,
      int cells,
      int of,
      boolean part,
      List<Value> values) {}

  record Value(String text, String spread, String key) {}

  record Missing(int count, int of, List<String> methods) {}

  record VerdictText(int cells, String simplest, String best, boolean same, List<String> others) {}

  record TaskLine(
      String id,
      int number,
      String classes,
      String train,
      String test,
      String found,
      String direct) {}

  record OrderLine(int order, String tasks) {}

  record Entry(String key, String value) {}

  static PageView of(BenchmarkRun run, BenchmarkSummary summary) {
    int cells = run.seeds().size() * run.orders();
    return new PageView(
        run.experiment(),
        run.sentence(),
        extent(run),
        missing(run, summary),
        Column.of(summary.methods()).stream().map(PageView::head).toList(),
        rows(summary, cells),
        verdict(summary),
        shared(run),
        TuningGrid.of(run),
        tasks(run),
        orders(run),
        router(run.environment().getOrDefault("router", RouterRule.LDA.shortName())),
        run.environment().entrySet().stream()
            .map(entry -> new Entry(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static String router(String rule) {
    return switch (RouterRule.of(rule)) {
      case LDA -> "linear discriminant analysis over all classes of all tasks on frozen features";
      case RANDOM_FEATURES ->
          "ridge regression over all classes of all tasks on random features of the frozen ones";
      case AUTO ->
          "linear discriminant analysis, or ridge regression on random features where that finds the task of more"
              + " validation rows, over all classes of all tasks";
    };
  }

  private static String extent(BenchmarkRun run) {
    int cells = run.methods().size() * run.seeds().size() * run.orders();
    return String.join(
        ", ",
        counted(run.methods().size(), "method"),
        counted(run.tasks().size(), "task"),
        "seeds " + run.seeds().stream().map(String::valueOf).collect(Collectors.joining(" ")),
        counted(run.orders(), "task order"),
        run.cells().size() + " of " + counted(cells, "cell") + " finished");
  }

  private static String counted(int count, String noun) {
    return Figures.count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  private static Missing missing(BenchmarkRun run, BenchmarkSummary summary) {
    if (summary.missing().isEmpty()) {
      return null;
    }
    Map<String, List<String>> byMethod = new LinkedHashMap<>();
    summary
        .missing()
        .forEach(
            key ->
                byMethod
                    .computeIfAbsent(key.method(), method -> new ArrayList<>())
                    .add("seed " + key.seed() + " order " + key.order()));
    int cells = run.methods().size() * run.seeds().size() * run.orders();
    return new Missing(
        summary.missing().size(),
        cells,
        byMethod.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
            .toList());
  }

  private static Head head(Column column) {
    return new Head(
        column.label(),
        column.unit(),
        column.moreIsBetter() ? "descending" : "ascending",
        column == Column.ACCURACY ? "descending" : "none");
  }

  private static List<Row> rows(BenchmarkSummary summary, int of) {
    return summary.methods().stream()
        .sorted(
            Comparator.comparingDouble(
                method -> method.accuracy().isEmpty() ? 1 : -method.accuracy().mean()))
        .map(
            method ->
                new Row(
                    method.facts().name(),
                    method.facts().description(),
                    mark(summary.verdict(), method.facts()),
                    method.cells(),
                    of,
                    method.cells() < of,
                    Column.of(summary.methods()).stream()
                        .map(
                            column ->
                                new Value(
                                    column.text(method), column.spread(method), column.key(method)))
                        .toList()))
        .toList();
  }

  private static String mark(Verdict verdict, MethodFacts method) {
    if (verdict == null) {
      return null;
    }
    boolean best = method.name().equals(verdict.best());
    if (method.name().equals(verdict.simplest())) {
      return best ? "best and simplest" : "simplest as good";
    }
    return best ? "best" : verdict.asGood().containsKey(method.name()) ? "as good" : null;
  }

  private static VerdictText verdict(BenchmarkSummary summary) {
    Verdict verdict = summary.verdict();
    return verdict == null
        ? null
        : new VerdictText(
            verdict.cells(),
            verdict.simplest(),
            verdict.best(),
            verdict.simplest().equals(verdict.best()),
            verdict.asGood().entrySet().stream()
                .map(
                    entry ->
                        "%s (%s ± %s points)"
                            .formatted(
                                entry.getKey(),
                                Figures.decimals(100 * entry.getValue().mean(), 2),
                                Figures.decimals(100 * entry.getValue().halfWidth(), 2)))
                .toList());
  }

  private static List<TaskLine> tasks(BenchmarkRun run) {
    List<TaskLine> lines = new ArrayList<>();
    Map<String, RoutedAccuracy> routed = routed(run);
    for (TaskFacts task : run.tasks()) {
      RoutedAccuracy accuracy = routed.getOrDefault(task.id(), RoutedAccuracy.NONE);
      lines.add(
          new TaskLine(
              task.id(),
              task.classes().size(),
              String.join(", ", task.classes()),
              Figures.count(task.trainRows()),
              Figures.count(task.testRows()),
              share(accuracy, accuracy.routingAccuracy()),
              share(accuracy, accuracy.directAccuracy())));
    }
    return lines;
  }

  private static String share(RoutedAccuracy accuracy, double share) {
    return accuracy.rows() == 0 ? "–" : Figures.percent(share);
  }

  /** Of any cell: what the router finds is the same in all. */
  private static Map<String, RoutedAccuracy> routed(BenchmarkRun run) {
    return run.cells().stream()
        .limit(1)
        .flatMap(cell -> cell.routed().stream())
        .collect(Collectors.toMap(RoutedTask::task, RoutedTask::accuracy));
  }

  /** Names of classes that another task has or is called by; null without any. */
  private static String shared(BenchmarkRun run) {
    Set<String> shared = new TreeSet<>();
    for (TaskFacts task : run.tasks()) {
      for (TaskFacts other : run.tasks()) {
        if (task != other) {
          task.classes().stream()
              .filter(name -> name.equals(other.id()) || other.classes().contains(name))
              .forEach(shared::add);
        }
      }
    }
    return shared.isEmpty() ? null : String.join(", ", shared);
  }

  private static List<OrderLine> orders(BenchmarkRun run) {
    Set<Integer> seen = new TreeSet<>();
    return run.cells().stream()
        .filter(cell -> seen.add(cell.key().order()))
        .map(cell -> new OrderLine(cell.key().order(), String.join(", ", cell.matrix().tasks())))
        .sorted(Comparator.comparingInt(OrderLine::order))
        .toList();
  }
}
