package io.engram.consolidation.benchmark;

import io.engram.adapters.prediction.RowRouter.Route;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.routing.RoutingStatistics;
import io.engram.consolidation.routing.TaskRouter;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.task.Split;
import java.util.ArrayList;
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
   * @param routes where each was put
   * @param labels their classes
   */
  record Found(List<Route> routes, List<Integer> labels) {}

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
    List<Route> routes = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    task.forEachWindow(
        Split.TEST,
        window ->
            window.forEach(
                row -> {
                  routes.add(router.route(row.pooled()));
                  labels.add(row.label());
                }));
    return new Found(routes, labels);
  }

  Kept kept(String task) {
    return kept.get(task);
  }

  Found found(String task) {
    return found.get(task);
  }
}
