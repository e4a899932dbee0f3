package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.CellKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A benchmark run in figures.
 *
 * @param methods in the order of the experiment file
 * @param verdict which method to take; null while it cannot be said
 * @param missing cells that are not finished, in the order of methods, orders and seeds
 */
public record BenchmarkSummary(
    List<MethodSummary> methods, Verdict verdict, List<CellKey> missing) {

  public BenchmarkSummary {
    methods = List.copyOf(methods);
    missing = List.copyOf(missing);
  }

  public static BenchmarkSummary of(BenchmarkRun run) {
    List<MethodSummary> methods =
        run.methods().stream()
            .map(
                facts ->
                    MethodSummary.of(
                        facts,
                        run.cells().stream()
                            .filter(cell -> cell.key().method().equals(facts.name()))
                            .toList()))
            .toList();
    return new BenchmarkSummary(methods, Verdict.of(run, methods), missing(run));
  }

  private static List<CellKey> missing(BenchmarkRun run) {
    Set<CellKey> there = run.cells().stream().map(cell -> cell.key()).collect(Collectors.toSet());
    List<CellKey> missing = new ArrayList<>();
    for (BenchmarkRun.MethodFacts method : run.methods()) {
      for (int order = 0; order < run.orders(); order++) {
        for (long seed : run.seeds()) {
          CellKey key = new CellKey(method.name(), seed, order);
          if (!there.contains(key)) {
            missing.add(key);
          }
        }
      }
    }
    return missing;
  }
}
