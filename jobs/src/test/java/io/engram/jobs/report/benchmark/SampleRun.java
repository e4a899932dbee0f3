package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.BenchmarkRun.MethodFacts;
import io.engram.consolidation.benchmark.BenchmarkRun.TaskFacts;
import io.engram.consolidation.benchmark.Cell;
import io.engram.jobs.data.CutSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Made-up benchmark runs of any size; the same arguments give the same run. */
final class SampleRun {
  private SampleRun() {}

  /** Eleven methods on the 21 tasks of WordNet, three seeds, three orders. */
  static BenchmarkRun wordnet() {
    return of(tasks(CutSettings.ALL_ROOTS), SampleMethod.ALL, 3, 3);
  }

  static BenchmarkRun of(List<TaskFacts> tasks, List<SampleMethod> methods, int seeds, int orders) {
    List<Long> numbers = LongStream.range(0, seeds).mapToObj(seed -> 17 + seed).toList();
    List<Cell> cells = new ArrayList<>();
    for (SampleMethod method : methods) {
      for (int order = 0; order < orders; order++) {
        for (long seed : numbers) {
          cells.add(SampleCell.of(method, tasks, seed, order));
        }
      }
    }
    return new BenchmarkRun(
        "wordnet",
        "Ways to learn %d tasks one after another on one frozen encoder (all-minilm-l6-v2)."
            .formatted(tasks.size()),
        tasks,
        methods.stream().map(SampleRun::facts).toList(),
        numbers,
        orders,
        new TreeMap<>(
            Map.of(
                "machine", "2 cores, AMD EPYC, AVX-512, 24 GB",
                "java", "17.0.12",
                "spark", "4.1.0",
                "pytorch", "2.7.1",
                "backbone", "all-minilm-l6-v2, sha256 4f1c…",
                "data", "wordnet 3.1, sha256 90b2…")),
        cells);
  }

  static List<TaskFacts> tasks(List<String> ids) {
    return IntStream.range(0, ids.size())
        .mapToObj(
            i ->
                new TaskFacts(
                    ids.get(i),
                    IntStream.range(0, 3 + i % 6).mapToObj(c -> ids.get(i) + " " + c).toList(),
                    600 + 110L * (i % 7),
                    200 + 30L * (i % 7)))
        .toList();
  }

  /** The same run with other cells. */
  static BenchmarkRun with(BenchmarkRun run, List<Cell> cells) {
    return new BenchmarkRun(
        run.experiment(),
        run.sentence(),
        run.tasks(),
        run.methods(),
        run.seeds(),
        run.orders(),
        run.environment(),
        cells);
  }

  private static MethodFacts facts(SampleMethod method) {
    return new MethodFacts(
        method.name(),
        "What " + method.name() + " does, in a line for people.",
        method.complexity(),
        false);
  }
}
