package io.engram.jobs.report.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.TaskCost;
import io.engram.consolidation.benchmark.TaskSamples;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.transferability.SlotChoice;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the plots are drawn from, as JSON in the page.
 *
 * @param tasks names that {@link Matrix#tasks} counts in
 * @param methods in the order of the experiment file
 * @param cells finished ones
 * @param confusions what was taken for what
 */
record PageData(
    List<String> tasks, List<Method> methods, List<Matrix> cells, ConfusionData confusions) {

  /**
   * @param mark {@code best}, {@code simplest}, {@code both} or null
   * @param accuracy average accuracy after the last task
   * @param halfWidth half its 95 % interval
   * @param parametersServed after the last task
   */
  record Method(
      String name,
      String mark,
      Double accuracy,
      Double halfWidth,
      Double parametersServed,
      Curves curves) {}

  /**
   * One cell.
   *
   * @param method index of the method
   * @param seed as text, for JavaScript has no long
   * @param tasks indexes in the order they were learnt
   * @param known {@code [t][i]} for i up to t, the task of every row known
   */
  record Matrix(
      int method,
      String seed,
      int order,
      List<Integer> tasks,
      List<List<Double>> known,
      List<Slot> slots) {}

  /**
   * Where a task went.
   *
   * @param slot -1 for the plain backbone
   * @param by name of the score; null where there was nothing to choose
   * @param scores of every slot; null where there was nothing to choose
   * @param loads tasks of every slot before this one; null where there was nothing to choose
   */
  record Slot(int slot, String by, List<Double> scores, int[] loads) {}

  static PageData of(BenchmarkRun run, BenchmarkSummary summary, List<TaskSamples> samples) {
    Set<String> names = new LinkedHashSet<>();
    run.tasks().forEach(task -> names.add(task.id()));
    run.cells().forEach(cell -> names.addAll(cell.matrix().tasks()));
    List<String> tasks = List.copyOf(names);
    List<Method> methods = new ArrayList<>();
    List<Matrix> cells = new ArrayList<>();
    for (MethodSummary method : summary.methods()) {
      List<Cell> own =
          run.cells().stream()
              .filter(cell -> cell.key().method().equals(method.facts().name()))
              .toList();
      own.forEach(cell -> cells.add(matrix(methods.size(), cell, tasks)));
      methods.add(method(method, summary.verdict(), Curves.of(own, tasks.size())));
    }
    return new PageData(tasks, methods, cells, ConfusionData.of(run, tasks, samples));
  }

  private static Method method(MethodSummary method, Verdict verdict, Curves curves) {
    String name = method.facts().name();
    return new Method(
        name,
        verdict == null ? null : mark(name.equals(verdict.best()), name.equals(verdict.simplest())),
        Rounded.value(method.accuracy().mean()),
        Rounded.value(method.accuracy().halfWidth()),
        Rounded.value(method.parametersServed().mean()),
        curves);
  }

  private static String mark(boolean best, boolean simplest) {
    return best && simplest ? "both" : best ? "best" : simplest ? "simplest" : null;
  }

  private static Matrix matrix(int method, Cell cell, List<String> tasks) {
    return new Matrix(
        method,
        String.valueOf(cell.key().seed()),
        cell.key().order(),
        cell.matrix().tasks().stream().map(tasks::indexOf).toList(),
        lower(cell.matrix()),
        cell.costs().stream().map(PageData::slot).toList());
  }

  private static List<List<Double>> lower(AccuracyMatrix matrix) {
    List<List<Double>> rows = new ArrayList<>();
    for (int t = 0; t < matrix.size(); t++) {
      rows.add(Rounded.list(matrix.rows().get(t).subList(0, t + 1)));
    }
    return rows;
  }

  private static Slot slot(TaskCost cost) {
    SlotChoice choice = cost.choice();
    return choice == null
        ? new Slot(cost.slot(), null, null, null)
        : new Slot(
            cost.slot(),
            choice.method(),
            Rounded.list(Arrays.stream(choice.scores()).boxed().toList()),
            Objects.requireNonNull(choice.loads()));
  }

  /** JSON that may stand inside a script element: it holds no {@code <}. */
  String json() {
    try {
      return new ObjectMapper().writeValueAsString(this).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
