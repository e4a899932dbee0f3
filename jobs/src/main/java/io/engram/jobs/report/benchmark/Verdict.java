package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.BenchmarkRun.MethodFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which methods are as good as the best one in average accuracy, and which of them is the simplest.
 * Methods are compared over cells, seeds and orders, that all who take part have ({@link
 * SharedCells}); none that is a reference does. Best is the highest mean over these. Another method
 * is as good when the 95 % interval of best minus it, paired by seed and order, contains zero and
 * the mean difference is at most {@link #MARGIN}: few and noisy cells do not make a poor method a
 * good one.
 *
 * @param cells over which methods were compared, two at least
 * @param best name of the best method
 * @param simplest name of the method with the lowest complexity among the best and those that are
 *     as good; of equal ones the one that serves fewer parameters
 * @param behind difference of best minus the method, by name, of every other that took part
 */
public record Verdict(int cells, String best, String simplest, SortedMap<String, Interval> behind) {
  /** A method that is worse by more than this share of rows is never as good. */
  public static final double MARGIN = 0.01;

  /** The verdict on a run; null while it cannot be given. */
  static Verdict of(BenchmarkRun run, List<MethodSummary> methods) {
    Map<String, MethodSummary> choices =
        methods.stream()
            .filter(method -> !method.facts().reference())
            .collect(Collectors.toMap(method -> method.facts().name(), method -> method));
    SharedCells shared =
        SharedCells.of(
            choices.keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> accuracies(run, name))));
    if (shared.size() < 2) {
      return null;
    }
    SortedMap<String, Replicates> accuracies = shared.accuracies();
    String best =
        accuracies.keySet().stream()
            .max(Comparator.comparingDouble(name -> accuracies.get(name).interval().mean()))
            .orElseThrow();
    SortedMap<String, Interval> behind = new TreeMap<>();
    accuracies.forEach(
        (name, of) -> {
          if (!name.equals(best)) {
            behind.put(name, accuracies.get(best).less(of).interval());
          }
        });
    MethodFacts simplest =
        accuracies.keySet().stream()
            .filter(name -> name.equals(best) || isAsGood(behind.get(name)))
            .map(choices::get)
            .min(
                Comparator.<MethodSummary>comparingInt(method -> method.facts().complexity())
                    .thenComparingDouble(method -> method.parametersServed().mean()))
            .orElseThrow()
            .facts();
    return new Verdict(shared.size(), best, simplest.name(), behind);
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

  private static Replicates accuracies(BenchmarkRun run, String method) {
    return Replicates.of(
        run.cells().stream().filter(cell -> cell.key().method().equals(method)).toList(),
        MethodSummary::accuracyOf);
  }
}
