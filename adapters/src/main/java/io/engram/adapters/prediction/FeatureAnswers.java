package io.engram.adapters.prediction;

import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.runtime.UseLock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Answers tasks for rows whose frozen layers were computed before. */
final class FeatureAnswers {
  private final Backbone backbone;
  private final TaskAnswers answers;
  private final Slots slots;
  private final Workers workers;
  private final PredictorOptions options;
  private final UseLock lock;

  FeatureAnswers(
      Backbone backbone,
      TaskAnswers answers,
      Workers workers,
      PredictorOptions options,
      UseLock lock) {
    this.backbone = backbone;
    this.answers = answers;
    this.slots = answers.slots();
    this.workers = workers;
    this.options = options;
    this.lock = lock;
  }

  /** Pooled output of every row, {@code [rows][hidden]}. */
  float[][] pooled(List<FeatureRow> rows, LayerHook hook) {
    return lock.use(
        () ->
            new RowEncoder(backbone, answers.model().fromLayer(), hook, workers, options)
                .pooled(rows));
  }

  /**
   * @param task one of the model
   */
  List<Prediction> ofTask(List<FeatureRow> rows, String task) {
    return lock.use(() -> answer(rows, task));
  }

  private List<Prediction> answer(List<FeatureRow> rows, String task) {
    if (rows.isEmpty()) {
      return List.of();
    }
    float[][] plain = answers.hasSecond(task) ? pooled(rows, LayerHook.IDENTITY) : null;
    float[] logits = logits(rows, slots.pass(task), plain);
    float[] second = plain == null ? null : slots.second().apply(plain);
    List<Prediction> predictions = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      predictions.add(answers.of(task, logits, row, second, row, false));
    }
    return predictions;
  }

  /** Of every task, by its id. */
  List<SortedMap<String, Prediction>> ofAll(List<FeatureRow> rows) {
    return lock.use(() -> answerAll(rows));
  }

  private List<SortedMap<String, Prediction>> answerAll(List<FeatureRow> rows) {
    List<SortedMap<String, Prediction>> predictions = new ArrayList<>(rows.size());
    rows.forEach(row -> predictions.add(new TreeMap<>()));
    if (rows.isEmpty()) {
      return predictions;
    }
    float[][] plain = answers.haveSecond() ? pooled(rows, LayerHook.IDENTITY) : null;
    float[] second = plain == null ? null : slots.second().apply(plain);
    slots
        .heads()
        .forEach(
            (pass, heads) -> {
              float[] logits = logits(rows, pass, plain);
              for (int row = 0; row < rows.size(); row++) {
                for (String task : heads.offsets().keySet()) {
                  predictions.get(row).put(task, answers.of(task, logits, row, second, row, false));
                }
              }
            });
    return predictions;
  }

  /**
   * @param plain pooled output of the plain backbone where it is known, or null
   */
  private float[] logits(List<FeatureRow> rows, int pass, float[][] plain) {
    boolean known = pass == ServingModel.IDENTITY_SLOT && plain != null;
    return slots.heads().get(pass).apply(known ? plain : pooled(rows, slots.hook(pass)));
  }
}
