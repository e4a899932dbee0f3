package io.engram.jobs.experiment;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.BenchmarkRun.MethodFacts;
import io.engram.consolidation.benchmark.BenchmarkRun.TaskFacts;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.CellKey;
import io.engram.consolidation.task.TaskManifest;
import io.engram.jobs.experiment.Experiment.Method;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Which cells a run is to have, and which it has.
 *
 * @param whole the experiment; cells of all of it are reported where they are there
 * @param asked what of it is run now
 * @param directory of the run
 */
record RunPlan(Experiment whole, Experiment asked, RunDirectory directory) {

  /** Order by order and seed by seed, so that methods can be compared early. */
  private List<CellKey> cells() {
    List<CellKey> cells = new ArrayList<>();
    for (int order = 0; order < asked.orders(); order++) {
      for (long seed : asked.seeds()) {
        for (Method method : asked.methods()) {
          cells.add(new CellKey(method.name(), seed, order));
        }
      }
    }
    return cells;
  }

  List<CellKey> missing() throws IOException {
    List<CellKey> missing = cells();
    for (Method method : asked.methods()) {
      directory.cells(method.name()).forEach(cell -> missing.remove(cell.key()));
    }
    return missing;
  }

  /** Methods that are run now, and those that were before. */
  List<Method> reported() throws IOException {
    List<Method> reported = new ArrayList<>();
    for (Method method : whole.methods()) {
      if (asked.methods().contains(method) || !directory.cells(method.name()).isEmpty()) {
        reported.add(method);
      }
    }
    return reported;
  }

  /** All cells that are there. */
  BenchmarkRun report(List<TaskManifest> tasks, SortedMap<String, String> environment)
      throws IOException {
    List<Method> methods = reported();
    List<Cell> cells = new ArrayList<>();
    for (Method method : methods) {
      cells.addAll(directory.cells(method.name()));
    }
    return new BenchmarkRun(
        asked.name(),
        asked.sentence(),
        tasks.stream().map(RunPlan::facts).toList(),
        methods.stream()
            .map(
                method ->
                    new MethodFacts(
                        method.name(),
                        method.description(),
                        method.complexity(),
                        method.reference()))
            .toList(),
        cells.stream().map(cell -> cell.key().seed()).distinct().sorted().toList(),
        cells.stream().mapToInt(cell -> cell.key().order() + 1).max().orElse(0),
        environment,
        cells);
  }

  private static TaskFacts facts(TaskManifest task) {
    return new TaskFacts(
        task.id().value(), task.classes(), task.rows().train(), task.rows().test());
  }
}
