package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.Cell;
import java.util.ArrayList;
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
 * @param asGood differences of best minus the method, by name, of those that are as good
 */
public record Verdict(String best, String simplest, SortedMap<String, Interval> asGood) {
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
    SortedMap<String, Interval> asGood = new TreeMap<>();
    List<MethodSummary> candidates = new ArrayList<>(List.of(best));
    for (MethodSummary method : finished) {
      Interval difference = difference(run, best.facts().name(), method.facts().name());
      if (method != best && difference.containsZero() && difference.mean() <= MARGIN) {
        asGood.put(method.facts().name(), difference);
        candidates.add(method);
      }
    }
    MethodSummary simplest =
        candidates.stream()
            .min(
                Comparator.<MethodSummary>comparingInt(method -> method.facts().complexity())
                    .thenComparingDouble(method -> method.parametersServed().mean()))
            .orElseThrow();
    return new Verdict(best.facts().name(), simplest.facts().name(), asGood);
  }

  private static Interval difference(BenchmarkRun run, String best, String other) {
    Map<String, Double> ofBest = accuracies(run, best);
    Map<String, Double> ofOther = accuracies(run, other);
    return Interval.of(
        ofBest.keySet().stream()
            .filter(ofOther::containsKey)
            .mapToDouble(key -> ofBest.get(key) - ofOther.get(key))
            .toArray());
  }

  private static Map<String, Double> accuracies(BenchmarkRun run, String method) {
    return run.cells().stream()
        .filter(cell -> cell.key().method().equals(method))
        .filter(cell -> MethodSummary.accuracyOf(cell) != null)
        .collect(Collectors.toMap(Verdict::pair, MethodSummary::accuracyOf));
  }

  private static String pair(Cell cell) {
    return cell.key().seed() + "/" + cell.key().order();
  }
}
