package io.engram.consolidation.benchmark;

import io.engram.adapters.prediction.RowRouter.Route;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.routing.RoutingStatistics;
import io.engram.consolidation.routing.TaskRouter;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.task.Split;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the router over all tasks of a benchmark puts their test rows. It rests on frozen features
 * alone, so it is the same for every method, seed and order, and made once.
 */
final class TaskRoutes {
  private final Map<String, Kept> kept = new HashMap<>();
  private final Map<String, Found> found = new HashMap<>();

  /**
   * What a version keeps for the router.
   *
   * @param bytes of the class statistics of a task
   * @param seconds that the sums took
   */
  record Kept(long bytes, double seconds) {}

  /**
   * Test rows of a task by their position.
   *
   * @param rows all of them
   * @param own those that are routed to their own task
   * @param direct those whose nearest class of all tasks is their own
   */
  record Found(int rows, BitSet own, BitSet direct) {}

  /**
   * @param rule what the rows are routed by
   */
  TaskRoutes(List<LocalTask> tasks, RouterRule rule) {
    SortedMap<String, ClassStatistics> statistics = new TreeMap<>();
    for (LocalTask task : tasks) {
      long start = System.nanoTime();
      ClassStatistics of = RoutingStatistics.of(task.statistics(), rule, task::ridgeSums);
      kept.put(task.id(), new Kept(of.bytes(), (System.nanoTime() - start) / 1e9));
      statistics.put(task.id(), of);
    }
    TaskRouter router = TaskRouter.of(statistics, rule);
    tasks.forEach(task -> found.put(task.id(), found(router, task)));
  }

  private static Found found(TaskRouter router, LocalTask task) {
    List<String> classes = task.manifest().classes();
    BitSet own = new BitSet();
    BitSet direct = new BitSet();
    int[] rows = {0};
    task.forEachWindow(
        Split.TEST,
        window ->
            window.forEach(
                row -> {
                  Route route = router.route(row.pooled());
                  boolean home = route.task().equals(task.id());
                  own.set(rows[0], home);
                  direct.set(rows[0], home && route.label().equals(classes.get(row.label())));
                  rows[0]++;
                }));
    return new Found(rows[0], own, direct);
  }

  Kept kept(String task) {
    return kept.get(task);
  }

  Found found(String task) {
    return found.get(task);
  }
}
