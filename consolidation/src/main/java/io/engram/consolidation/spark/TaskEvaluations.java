package io.engram.consolidation.spark;

import io.engram.consolidation.evaluation.AccuracyCounts;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.FeatureRows;
import io.engram.transformers.spark.FeatureSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One row of the accuracy matrix. Only tasks whose slot or head changed are predicted again; of the
 * others the last value stands. Test rows that are gone make a cell null.
 */
final class TaskEvaluations {
  private static final Logger LOG = LoggerFactory.getLogger(TaskEvaluations.class);

  private final LearningSite site;

  TaskEvaluations(LearningSite site) {
    this.site = site;
  }

  /**
   * @param history matrix up to the version before
   * @param before the version before
   * @param learnt the task just learnt
   * @return accuracy by task; a task without a measurable accuracy is absent
   */
  Map<String, Double> after(
      AccuracyMatrix history,
      LearnerState before,
      StoredModel after,
      ModelSource source,
      String learnt) {
    Map<String, Double> row = new TreeMap<>();
    for (LearnedTask task : after.state().tasks()) {
      String id = task.id();
      Double known = unchanged(before, after.state(), task) ? last(history, id) : null;
      Double accuracy = known;
      if (known == null || id.equals(learnt)) {
        site.listener().stage(learnt, "evaluating " + id);
        accuracy = measure(after, source, task).accuracy();
      }
      if (accuracy != null) {
        row.put(id, accuracy);
      }
    }
    return row;
  }

  private AccuracyCounts measure(StoredModel model, ModelSource source, LearnedTask task) {
    if (task.manifest().rows().test() == 0) {
      return AccuracyCounts.NONE;
    }
    try {
      return FeatureEvaluation.of(
          testFeatures(model, task.manifest())
              .filter(functions.col(FeatureRows.SPLIT).equalTo(Split.TEST.label())),
          source,
          task.id());
    } catch (RuntimeException gone) {
      LOG.warn(
          "task {}: its test rows in {} cannot be read, its accuracy stays empty: {}",
          task.id(),
          task.manifest().source().uri(),
          gone.getMessage());
      return AccuracyCounts.NONE;
    }
  }

  private Dataset<Row> testFeatures(StoredModel model, TaskManifest task) {
    FeatureSpec spec =
        site.features(
            model.backbone(),
            model.state().fromLayer(),
            model.settings().maxLength(),
            !model.state().pool().slots().isEmpty());
    Optional<Dataset<Row>> cached = site.features().cached(task.fingerprint(), spec);
    if (cached.isPresent()) {
      return cached.get();
    }
    // The table may have changed since: features are kept under what its rows are now.
    TaskTable table = TaskReader.read(site.session(), TaskRequest.of(task));
    String now = DataContract.standard().check(table).fingerprint();
    return site.features().features(table.rows(), now, spec);
  }

  private static boolean unchanged(LearnerState before, LearnerState after, LearnedTask task) {
    Optional<LearnedTask> old = before.task(task.id());
    if (old.isEmpty() || old.get().slot() != task.slot()) {
      return false;
    }
    return old.get().head().equals(task.head())
        && (task.slot() < 0 || Objects.equals(slot(before, task.slot()), slot(after, task.slot())));
  }

  private static Object slot(LearnerState state, int slot) {
    List<AdapterPool.Slot> slots = state.pool().slots();
    return slot < slots.size() ? slots.get(slot).weights() : null;
  }

  private static Double last(AccuracyMatrix history, String task) {
    int column = history.tasks().indexOf(task);
    return column < 0 || history.size() == 0 ? null : history.cell(history.size() - 1, column);
  }
}
