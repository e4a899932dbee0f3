package io.engram.adapters.prediction;

import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import io.engram.transformers.runtime.MadeOnce;
import io.engram.transformers.runtime.UseLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers tasks for rows of text or pictures. Rows are sorted by slot and length inside a bounded
 * window; the frozen layers run once a row whatever the number of slots. Safe for use from several
 * threads at once: {@link #close()} waits for running predictions, later ones throw {@link
 * IllegalStateException}. Native memory: the adapters, the heads and one batch a thread.
 */
public final class TaskPredictor implements AutoCloseable {
  private final ServingModel model;
  private final TaskAnswers answers;
  private final FeatureAnswers features;
  private final Slots slots;
  private final BatchEncoder encoder;
  private final Workers workers;
  private final QueryBatches batches;
  private final UseLock lock = new UseLock("the predictor");
  private final MadeOnce<RowRouter> router;

  /**
   * A predictor of rows that name their tasks.
   *
   * @param backbone stays the caller's: not closed with the predictor, and to be closed after it
   * @param reader makes rows ready for the backbone; stays the caller's
   * @throws IllegalArgumentException when the model does not fit the backbone
   */
  public TaskPredictor(
      Backbone backbone, InputReader reader, ServingModel model, PredictorOptions options) {
    this(
        backbone,
        reader,
        model,
        options,
        () -> {
          throw new IllegalStateException("this predictor was made without a router");
        });
  }

  /**
   * @param routers makes what finds the tasks of rows that name none; asked once, when the first
   *     such row comes
   */
  public TaskPredictor(
      Backbone backbone,
      InputReader reader,
      ServingModel model,
      PredictorOptions options,
      Supplier<RowRouter> routers) {
    router = new MadeOnce<>(routers);
    ModelFit.check(backbone.config(), model);
    this.model = model;
    slots = Slots.load(model);
    encoder = new BatchEncoder(backbone, slots, model.fromLayer());
    workers = new Workers(options.threads());
    answers = new TaskAnswers(model, slots);
    features = new FeatureAnswers(backbone, answers, workers, options, lock);
    batches = new QueryBatches(reader, options, workers, lock);
  }

  public ServingModel model() {
    return model;
  }

  /**
   * Makes a row ready, so that it can be seen before it is asked whether that works.
   *
   * @param raw has something to read
   * @throws UnreadableInputException when its content cannot be read
   */
  public ModelInput read(RawInput raw) {
    return batches.read(raw);
  }

  /**
   * Asks each row its own task.
   *
   * @return one prediction a query, in the order of the queries
   * @throws IllegalArgumentException when a row holds nothing to read or a task was never learnt;
   *     names the row, and the tasks that are known
   */
  public List<Prediction> predict(List<Query> queries) {
    int[] slotOfRow = new int[queries.size()];
    for (int row = 0; row < slotOfRow.length; row++) {
      check(queries.get(row), row);
      slotOfRow[row] = pass(queries.get(row).task(), row);
    }
    Prediction[] predictions = new Prediction[slotOfRow.length];
    batches.forEach(
        queries,
        slotOfRow,
        (rows, batch, slotsOfBatch, answer) ->
            encoder.encode(
                batch,
                slotsOfBatch,
                Arrays.stream(rows).anyMatch(row -> answers.hasSecond(queries.get(row).task())),
                answer),
        (rows, inputs, slot, positions, logits, second) -> {
          for (int i = 0; i < positions.length; i++) {
            int at = positions[i];
            String task = queries.get(rows[at]).task();
            predictions[rows[at]] = answers.of(task, logits, i, second, at, inputs[at].truncated());
          }
        });
    return Collections.unmodifiableList(Arrays.asList(predictions));
  }

  /**
   * Asks each row every task: one pass of the frozen layers, and one of the adapted layers for each
   * slot in use and for each fused task.
   *
   * @param queries their tasks are ignored
   * @return for each query, in order, the prediction of each task by task id
   * @throws IllegalArgumentException when a row holds nothing to read
   */
  public List<SortedMap<String, Prediction>> predictAll(List<Query> queries) {
    List<SortedMap<String, Prediction>> predictions = new ArrayList<>(queries.size());
    for (int row = 0; row < queries.size(); row++) {
      check(queries.get(row), row);
      predictions.add(new TreeMap<>());
    }
    batches.forEach(
        queries,
        null,
        (rows, batch, slotsOfBatch, answer) ->
            encoder.encode(batch, null, answers.haveSecond(), answer),
        (rows, inputs, slot, positions, logits, second) -> {
          for (int i = 0; i < positions.length; i++) {
            int at = positions[i];
            SortedMap<String, Prediction> ofRow = predictions.get(rows[at]);
            for (String task : slots.heads().get(slot).offsets().keySet()) {
              ofRow.put(task, answers.of(task, logits, i, second, at, inputs[at].truncated()));
            }
          }
        });
    return predictions;
  }

  /**
   * Finds the task of each row and asks it: one pass of the plain backbone, and one of the adapted
   * layers where the task has an adapter.
   *
   * @param queries their tasks are ignored
   * @return one answer a query, in the order of the queries
   * @throws IllegalArgumentException when a row holds nothing to read
   */
  public List<RoutedPrediction> predictRouted(List<Query> queries) {
    return predictRouted(queries, row -> task -> true);
  }

  /**
   * As above.
   *
   * @param among by row, the tasks that it may be of
   */
  public List<RoutedPrediction> predictRouted(
      List<Query> queries, IntFunction<Predicate<String>> among) {
    for (int row = 0; row < queries.size(); row++) {
      check(queries.get(row), row);
    }
    RowRouter finder = router.get();
    RowRouter.Route[] routes = new RowRouter.Route[queries.size()];
    RoutedPrediction[] predictions = new RoutedPrediction[queries.size()];
    batches.forEach(
        queries,
        new int[queries.size()],
        (rows, batch, ignored, answer) ->
            encoder.encodeRouted(
                batch,
                pooled -> {
                  int[] slotOfRow = new int[pooled.length];
                  for (int i = 0; i < pooled.length; i++) {
                    routes[rows[i]] = finder.route(pooled[i], among.apply(rows[i]));
                    slotOfRow[i] = pass(routes[rows[i]].task(), rows[i]);
                  }
                  return slotOfRow;
                },
                answer),
        (rows, inputs, slot, positions, logits, second) -> {
          for (int i = 0; i < positions.length; i++) {
            int at = positions[i];
            RowRouter.Route route = routes[rows[at]];
            predictions[rows[at]] =
                RoutedPrediction.of(
                    answers.of(route.task(), logits, i, second, at, inputs[at].truncated()),
                    route,
                    model.tasks().get(route.task()).head().labels());
          }
        });
    return Collections.unmodifiableList(Arrays.asList(predictions));
  }

  /**
   * The pooled output of rows whose frozen layers were computed before.
   *
   * @param rows hidden states at the model's {@code fromLayer}
   * @param slot adapter to use, or {@link ServingModel#IDENTITY_SLOT}
   * @return {@code [rows][hidden]}, in the order of the rows
   */
  public float[][] pooled(List<FeatureRow> rows, int slot) {
    return features.pooled(rows, slots.slot(slot));
  }

  /**
   * Answers one task for rows whose frozen layers were computed before.
   *
   * @param rows hidden states at the model's {@code fromLayer}; for a task without an adapter the
   *     pooled output is enough, and a task with a second head is asked faster with it
   * @return one prediction a row, in the order of the rows
   * @throws IllegalArgumentException when the task was never learnt
   */
  public List<Prediction> predictFeatures(List<FeatureRow> rows, String task) {
    requireLearnt(task, 0);
    return features.ofTask(rows, task);
  }

  /**
   * Answers every task for rows whose frozen layers were computed before: one pass of the adapted
   * layers for each slot in use and for each fused task.
   *
   * @param rows as for {@link #predictFeatures}
   * @return for each row, in order, the prediction of each task by task id
   */
  public List<SortedMap<String, Prediction>> predictAllFeatures(List<FeatureRow> rows) {
    return features.ofAll(rows);
  }

  @Override
  public void close() {
    lock.close(
        () -> {
          workers.close();
          slots.close();
        });
  }

  private int pass(String task, int row) {
    requireLearnt(task, row);
    return slots.pass(task);
  }

  private static void check(Query query, int row) {
    String absence = query.input().absence();
    if (absence != null) {
      throw new IllegalArgumentException("row " + row + ": its input " + absence);
    }
  }

  private void requireLearnt(String task, int row) {
    if (task == null || !model.tasks().containsKey(task)) {
      throw new IllegalArgumentException(
          "row "
              + row
              + " asks task "
              + task
              + ", which was never learnt; known tasks: "
              + String.join(", ", model.tasks().keySet()));
    }
  }
}
