package io.engram.consolidation.spark;

import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.evaluation.AccuracyCounts;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.spark.data.CheckedCounts;
import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.ReadFailure;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.FeatureRows;
import io.engram.transformers.spark.FeatureSpec;
import io.engram.transformers.spark.PictureReading;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One row of the accuracy matrix. Only tasks whose slot or head changed are predicted again; of the
 * others the last value stands. Test rows that are gone, or are no longer those that were learnt
 * beside, make a cell null.
 */
final class TaskEvaluations {
  private static final Logger LOG = LoggerFactory.getLogger(TaskEvaluations.class);

  private final LearningSite site;
  private final PictureReading pictures;

  /**
   * @param pictures how rows are read again, where they hold some
   */
  TaskEvaluations(LearningSite site, PictureReading pictures) {
    this.site = site;
    this.pictures = pictures;
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
      Double known = after.state().answersAsIn(before, id) ? last(history, id) : null;
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
    Optional<Dataset<Row>> features = features(model, task);
    return features.isEmpty()
        ? AccuracyCounts.NONE
        : FeatureEvaluation.of(
            features.get().filter(functions.col(FeatureRows.SPLIT).equalTo(Split.TEST.label())),
            source,
            task.id());
  }

  /** Empty when the rows are gone or cannot be read; any other failure is one of this run. */
  private Optional<Dataset<Row>> features(StoredModel model, LearnedTask learnt) {
    TaskManifest task = learnt.manifest();
    boolean adapted = learnt.slot() != ServingModel.IDENTITY_SLOT || learnt.fusion().isPresent();
    FeatureSpec spec = spec(model, adapted);
    Optional<Dataset<Row>> cached = site.features().cached(task.fingerprint(), spec);
    if (cached.isEmpty() && !adapted) {
      // One that was tried on a slot and took none has its pooled output with hidden states.
      cached = site.features().cached(task.fingerprint(), spec(model, true));
    }
    if (cached.isPresent()) {
      return cached;
    }
    try {
      TaskTable table =
          TaskReader.read(site.session(), TaskRequest.of(task).withPictures(pictures));
      String now = DataContract.standard().check(table).fingerprint();
      if (now.equals(task.fingerprint())) {
        return Optional.of(
            site.features().features(table.rows(), now, spec, new CheckedCounts(task)));
      }
      unmeasured(task, "it holds other rows now");
    } catch (DataRefusedException gone) {
      unmeasured(task, gone.getMessage());
    } catch (Exception e) {
      // Also what Scala throws without saying so.
      Optional<String> why = ReadFailure.ofContent(e);
      if (why.isEmpty()) {
        throw e;
      }
      unmeasured(task, why.get());
    }
    return Optional.empty();
  }

  private FeatureSpec spec(StoredModel model, boolean hidden) {
    return site.features(
            model.backbone(), model.state().fromLayer(), model.settings().maxLength(), hidden)
        .withPictures(pictures);
  }

  private static void unmeasured(TaskManifest task, String why) {
    LOG.warn(
        "task {}: its test rows in {} are gone or cannot be read, its accuracy stays empty: {}",
        task.id().value(),
        task.source().uri(),
        why);
  }

  private static Double last(AccuracyMatrix history, String task) {
    int column = history.tasks().indexOf(task);
    return column < 0 || history.size() == 0 ? null : history.cell(history.size() - 1, column);
  }
}
