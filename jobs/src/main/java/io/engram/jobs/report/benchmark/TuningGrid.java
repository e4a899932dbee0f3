package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.Tuning;
import io.engram.jobs.report.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * The settings a method could take, over all of its cells that chose among some.
 *
 * @param method its name
 * @param tasks on how many tasks the settings were tried
 * @param points every setting that was tried, in the order of the first cell
 */
record TuningGrid(String method, int tasks, List<Point> points) {

  /**
   * @param settings for people
   * @param accuracy on validation rows in per cent, mean over the cells that tried it
   * @param chosen in how many cells it was chosen, for people; null for none
   */
  record Point(String settings, String accuracy, String chosen) {}

  static List<TuningGrid> of(BenchmarkRun run) {
    List<TuningGrid> grids = new ArrayList<>();
    for (BenchmarkRun.MethodFacts method : run.methods()) {
      List<Tuning> tunings =
          run.cells().stream()
              .filter(cell -> cell.key().method().equals(method.name()))
              .map(Cell::tuning)
              .filter(Objects::nonNull)
              .toList();
      if (!tunings.isEmpty()) {
        grids.add(new TuningGrid(method.name(), tunings.get(0).tasks(), points(tunings)));
      }
    }
    return grids;
  }

  private static List<Point> points(List<Tuning> tunings) {
    Map<SortedMap<String, String>, List<Double>> accuracies = new LinkedHashMap<>();
    Map<SortedMap<String, String>, Integer> chosen = new LinkedHashMap<>();
    for (Tuning tuning : tunings) {
      for (Tuning.Point point : tuning.tried()) {
        accuracies
            .computeIfAbsent(point.settings(), settings -> new ArrayList<>())
            .add(point.validationAccuracy());
      }
      chosen.merge(tuning.tried().get(tuning.chosen()).settings(), 1, Integer::sum);
    }
    return accuracies.entrySet().stream()
        .map(
            entry ->
                new Point(
                    Figures.settings(entry.getKey()),
                    Figures.percent(Interval.of(entry.getValue()).mean()),
                    chosen.containsKey(entry.getKey())
                        ? chosen.get(entry.getKey()) + " of " + tunings.size()
                        : null))
        .toList();
  }
}
