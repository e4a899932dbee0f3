package io.engram.consolidation.benchmark;

import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirLines;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.learning.OldRows;
import io.engram.consolidation.strategy.RouterRule;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tasks of a benchmark with their rows on this machine's disk. Old inputs are not encoded
 * again: their features are among those of the task they came with.
 */
public final class BenchmarkTasks implements AutoCloseable {
  private static final float[] NONE = {};

  private final List<LocalTask> tasks;
  private final Map<String, LocalTask> byId = new LinkedHashMap<>();
  private final Samples samples;
  private final Optional<LabelledSample> labelled;
  private final RouterRule router;
  private TaskRoutes routes;

  /** Samples the rows of a task, which carry texts. */
  @FunctionalInterface
  public interface Samples {
    /**
     * @param labelled whether rows are kept with their class
     */
    Reservoir of(String task, long seed, int capacity, boolean labelled);
  }

  /**
   * @param tasks in order 0; closed with this
   * @param labelled rows of the multi-label table that the tasks are labels of; closed with this
   * @param router what rows without their task's id find it by
   */
  public BenchmarkTasks(
      List<LocalTask> tasks,
      Samples samples,
      Optional<LabelledSample> labelled,
      RouterRule router) {
    this.router = router;
    this.labelled = labelled;
    this.tasks = List.copyOf(tasks);
    this.samples = samples;
    tasks.forEach(task -> byId.put(task.id(), task));
  }

  /** The tasks as one of the {@link TaskOrder}s has them. */
  public List<LocalTask> inOrder(int order) {
    return TaskOrder.of(tasks, order);
  }

  Optional<LabelledSample> labelled() {
    return labelled;
  }

  LocalTask task(String id) {
    return byId.get(id);
  }

  /** Where the router puts the test rows: computed once, when the first cell asks. */
  synchronized TaskRoutes routes() {
    if (routes == null) {
      routes = new TaskRoutes(tasks, router);
    }
    return routes;
  }

  /** The reservoir after the training rows of one more task; the given one is left as it is. */
  Reservoir offered(Reservoir before, String task, boolean labelled) {
    return before.without(task).merge(samples.of(task, before.seed(), before.capacity(), labelled));
  }

  /** What is kept of other tasks, as rows to train on. */
  OldRows oldRows(Reservoir others) {
    return others.size() == 0
        ? OldRows.NONE
        : new OldRows(ReservoirLines.sha256(others), () -> features(others));
  }

  private Iterator<FeatureRow> features(Reservoir others) {
    Map<String, Set<String>> keys =
        others.rows().stream()
            .collect(
                Collectors.groupingBy(
                    ReservoirRow::task, Collectors.mapping(ReservoirRow::key, Collectors.toSet())));
    return keys.entrySet().stream()
        .flatMap(entry -> features(entry.getKey(), entry.getValue()))
        .iterator();
  }

  private Stream<FeatureRow> features(String task, Set<String> keys) {
    RowSpool rows = task(task).learnt().training();
    return IntStream.range(0, rows.rows())
        .filter(position -> keys.contains(rows.key(position)))
        .mapToObj(rows::row)
        .map(
            row ->
                new FeatureRow(
                    OldRows.key(task, row.key()),
                    row.label(),
                    row.length(),
                    row.hidden(),
                    NONE,
                    NONE));
  }

  @Override
  public void close() {
    tasks.forEach(LocalTask::close);
    labelled.ifPresent(LabelledSample::close);
  }
}
