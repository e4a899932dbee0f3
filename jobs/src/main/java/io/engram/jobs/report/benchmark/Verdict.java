package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which methods are as good as the best one in average accuracy, and which of them is the simplest.
 * Best is the highest mean. Another method is as good when the 95 % interval of best minus it,
 * paired by seed and order, contains zero and the mean difference is at most {@link #MARGIN}: few
 * and noisy cells do not make a poor method a good one. Only methods all of whose cells are
 * finished take part, none that is a reference, and at least two cells are needed.
 *
 * @param best name of the best method
 * @param simplest name of the method with the lowest complexity among the best and those that are
 *     as good; of equal ones the one that serves fewer parameters
 * @param behind difference of best minus the method, by name, of every other that took part
 */
public record Verdict(String best, String simplest, SortedMap<String, Interval> behind) {
  /** A method that is worse by more than this share of rows is never as good. */
  public static final double MARGIN = 0.01;

  /** The verdict on a run; null while it cannot be given. */
  static Verdict of(BenchmarkRun run, List<MethodSummary> methods) {
    int cells = run.seeds().size() * run.orders();
    List<MethodSummary> finished =
        methods.stream()
            .filter(method -> !method.facts().reference())
            .filter(method -> method.cells() == cells && method.accuracy().count() == cells)
            .toList();
    if (cells < 2 || finished.isEmpty()) {
      return null;
    }
    MethodSummary best =
        finished.stream()
            .max(Comparator.comparingDouble(method -> method.accuracy().mean()))
            .orElseThrow();
    SortedMap<String, Interval> behind = new TreeMap<>();
    for (MethodSummary method : finished) {
      if (method != best) {
        Replicates difference = accuracies(run, best).less(accuracies(run, method));
        behind.put(method.facts().name(), difference.interval());
      }
    }
    MethodSummary simplest =
        finished.stream()
            .filter(method -> method == best || isAsGood(behind.get(method.facts().name())))
            .min(
                Comparator.<MethodSummary>comparingInt(method -> method.facts().complexity())
                    .thenComparingDouble(method -> method.parametersServed().mean()))
            .orElseThrow();
    return new Verdict(best.facts().name(), simplest.facts().name(), behind);
  }

  private static boolean isAsGood(Interval behind) {
    return behind.containsZero() && behind.mean() <= MARGIN;
  }

  /** Differences of best minus the method, by name, of those that are as good. */
  public SortedMap<String, Interval> asGood() {
    return behind.entrySet().stream()
        .filter(entry -> isAsGood(entry.getValue()))
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  private static Replicates accuracies(BenchmarkRun run, MethodSummary method) {
    return Replicates.of(
        run.cells().stream()
            .filter(cell -> cell.key().method().equals(method.facts().name()))
            .toList(),
        MethodSummary::accuracyOf);
  }
}
