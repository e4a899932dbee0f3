package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun.TaskFacts;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.CellCalibration;
import io.engram.consolidation.benchmark.CellKey;
import io.engram.consolidation.benchmark.RoutedTask;
import io.engram.consolidation.benchmark.ScoringSpeed;
import io.engram.consolidation.benchmark.TaskConfusion;
import io.engram.consolidation.benchmark.TaskCost;
import io.engram.consolidation.benchmark.Tuning;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.routing.RoutedAccuracy;
import io.engram.consolidation.transferability.SlotChoice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One made-up cell: accuracies fall when a slot takes another task, costs grow with the slots. */
final class SampleCell {
  private static final int ADAPTER = 113_040;
  private static final int HEAD_ROW = 385;

  private final SampleMethod method;
  private final List<TaskFacts> tasks;
  private final Random random;
  private final List<Integer> slotOf = new ArrayList<>();
  private final Map<Integer, Integer> loads = new HashMap<>();

  private SampleCell(SampleMethod method, List<TaskFacts> tasks, long seed) {
    this.method = method;
    this.tasks = tasks;
    this.random = new Random(seed);
  }

  static Cell of(SampleMethod method, List<TaskFacts> facts, long seed, int order) {
    List<TaskFacts> tasks = new ArrayList<>(facts);
    if (order > 0) {
      Collections.shuffle(tasks, new Random(order));
    }
    return new SampleCell(method, tasks, 31 * seed + 7 * order + method.name().hashCode())
        .cell(new CellKey(method.name(), seed, order));
  }

  private Cell cell(CellKey key) {
    double[][] rows = new double[tasks.size()][tasks.size()];
    double[] now = new double[tasks.size()];
    List<TaskCost> costs = new ArrayList<>();
    long classes = 0;
    for (int t = 0; t < tasks.size(); t++) {
      classes += tasks.get(t).classes().size();
      costs.add(learn(t, classes));
      double base = 0.7 + 0.25 * new Random(tasks.get(t).id().hashCode()).nextDouble();
      now[t] = bounded(base + method.gain() + 0.006 * random.nextGaussian());
      for (int i = 0; i < tasks.size(); i++) {
        if (i < t && slotOf.get(i).equals(slotOf.get(t)) && method.slots() > 0) {
          now[i] = bounded(now[i] - method.forgets() * 8 / (4 + i) + 0.002 * random.nextGaussian());
        }
        rows[t][i] = i > t ? Double.NaN : now[i];
      }
    }
    int passes = Math.max(1, Math.min(method.slots(), tasks.size()));
    return new Cell(
        key,
        matrix(rows),
        method.router() ? routed(now) : List.of(),
        costs,
        new ScoringSpeed(
            tasks.size(),
            1200 + 60 * random.nextDouble(),
            1150.0 / passes + 9 * random.nextDouble()),
        method.tuned() ? tuning(key.seed()) : null,
        IntStream.range(0, tasks.size()).mapToObj(t -> confusion(tasks.get(t), now[t])).toList(),
        null,
        new CellCalibration(0.01 + 0.01 * random.nextDouble(), 0.05),
        null);
  }

  /** Most wrong rows of a class are taken for the next one, the others for the one after. */
  private static TaskConfusion confusion(TaskFacts task, double accuracy) {
    int classes = task.classes().size();
    long[][] counts = new long[classes][classes];
    List<TaskConfusion.Example> examples = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      long rows = task.testRows() / classes;
      long wrong = Math.round(rows * (1 - accuracy));
      counts[label][label] = rows - wrong;
      int next = (label + 1) % classes;
      counts[label][next] = wrong - wrong / 3;
      counts[label][(label + 2) % classes] += wrong / 3;
      if (wrong > 0) {
        examples.add(new TaskConfusion.Example(label, next, "test " + label));
      }
    }
    return new TaskConfusion(task.id(), task.classes(), counts, examples);
  }

  private TaskCost learn(int t, long classes) {
    int there = Math.min(t, method.slots());
    SlotChoice choice = null;
    int slot = method.slots() == 0 ? -1 : Math.min(t, method.slots() - 1);
    if (method.scored() && t >= method.slots()) {
      double[] scores = random.doubles(there, -0.6, -0.2).toArray();
      int[] load = new int[there];
      slot = 0;
      for (int s = 0; s < there; s++) {
        load[s] = loads.get(s);
        slot = scores[s] - 0.04 * load[s] > scores[slot] - 0.04 * load[slot] ? s : slot;
      }
      choice = new SlotChoice(slot, scores, load, "leep");
    }
    slotOf.add(slot);
    loads.merge(slot, 1, Integer::sum);
    long slots = loads.keySet().stream().filter(s -> s >= 0).count();
    long served = slots * ADAPTER + classes * HEAD_ROW;
    boolean consolidates = t >= method.slots() && method.complexity() >= 6;
    double rows = tasks.get(t).trainRows();
    return new TaskCost(
        tasks.get(t).id(),
        slot,
        choice,
        rows * (method.slots() == 0 ? 0.0004 : 0.011) * (1 + 0.1 * random.nextDouble()),
        consolidates ? rows * 0.007 : 0,
        0.4,
        served,
        served + (consolidates ? 2L * ADAPTER : 0),
        method.name().equals("replay") ? Math.min(500, 60L * t) * 32_000 : slots * 4096,
        0.05,
        classes * 300_000);
  }

  /** What the router finds depends on the task alone. */
  private List<RoutedTask> routed(double[] accuracies) {
    List<RoutedTask> routed = new ArrayList<>();
    for (int t = 0; t < tasks.size(); t++) {
      long rows = tasks.get(t).testRows();
      double found = 0.84 + 0.05 * new Random(tasks.get(t).id().hashCode()).nextDouble();
      routed.add(
          new RoutedTask(
              tasks.get(t).id(),
              new RoutedAccuracy(
                  rows,
                  Math.round(rows * accuracies[t]),
                  Math.round(rows * found),
                  Math.round(rows * found * accuracies[t]),
                  Math.round(rows * found * 0.8))));
    }
    return routed;
  }

  private AccuracyMatrix matrix(double[][] rows) {
    AccuracyMatrix matrix = AccuracyMatrix.empty();
    for (int t = 0; t < tasks.size(); t++) {
      Map<String, Double> accuracies = new HashMap<>();
      for (int i = 0; i <= t; i++) {
        accuracies.put(tasks.get(i).id(), rows[t][i]);
      }
      matrix = matrix.after(tasks.get(t).id(), accuracies);
    }
    return matrix;
  }

  private Tuning tuning(long seed) {
    List<Tuning.Point> points = new ArrayList<>();
    int chosen = 0;
    for (String lr : List.of("3e-4", "1e-3", "3e-3")) {
      double accuracy = 0.82 + method.gain() - (lr.equals("1e-3") ? 0 : 0.01) + seed % 7 * 1e-4;
      points.add(new Tuning.Point(new TreeMap<>(Map.of("lr", lr, "epochs", "5")), accuracy));
      chosen = accuracy > points.get(chosen).validationAccuracy() ? points.size() - 1 : chosen;
    }
    return new Tuning(tasks.size(), 0L, points, chosen);
  }

  private static double bounded(double share) {
    return Math.max(0, Math.min(1, share));
  }
}
