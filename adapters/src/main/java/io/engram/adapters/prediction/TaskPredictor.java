package io.engram.adapters.prediction;

import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Answers tasks for rows of text or pictures. Rows are sorted by slot and length inside a bounded
 * window; the frozen layers run once a row whatever the number of slots. Safe for use from several
 * threads at once. Native memory: the adapters, the heads and one batch a thread.
 */
public final class TaskPredictor implements AutoCloseable {
  private final Backbone backbone;
  private final ServingModel model;
  private final PredictorOptions options;
  private final Slots slots;
  private final BatchEncoder encoder;
  private final Workers workers;
  private final QueryBatches batches;
  private final Supplier<RowRouter> routers;
  private volatile RowRouter router;

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
    this.routers = routers;
    ModelFit.check(backbone.config(), model);
    this.backbone = backbone;
    this.model = model;
    this.options = options;
    slots = new Slots(model, NeuralRuntime.get().newManager());
    encoder = new BatchEncoder(backbone, slots, model.fromLayer());
    workers = new Workers(options.threads());
    batches = new QueryBatches(reader, options, workers);
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
        (rows, batch, slotsOfBatch, answer) -> encoder.encode(batch, slotsOfBatch, answer),
        (rows, inputs, slot, positions, logits) -> {
          HeadBlock heads = slots.heads().get(slot);
          for (int i = 0; i < positions.length; i++) {
            int row = rows[positions[i]];
            predictions[row] =
                prediction(
                    heads, queries.get(row).task(), logits, i, inputs[positions[i]].truncated());
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
        (rows, batch, slotsOfBatch, answer) -> encoder.encode(batch, null, answer),
        (rows, inputs, slot, positions, logits) -> {
          HeadBlock heads = slots.heads().get(slot);
          for (int i = 0; i < positions.length; i++) {
            SortedMap<String, Prediction> ofRow = predictions.get(rows[positions[i]]);
            for (String task : heads.offsets().keySet()) {
              boolean truncated = inputs[positions[i]].truncated();
              ofRow.put(task, prediction(heads, task, logits, i, truncated));
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
    for (int row = 0; row < queries.size(); row++) {
      check(queries.get(row), row);
    }
    RowRouter finder = router();
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
                    routes[rows[i]] = finder.route(pooled[i]);
                    slotOfRow[i] = pass(routes[rows[i]].task(), rows[i]);
                  }
                  return slotOfRow;
                },
                answer),
        (rows, inputs, slot, positions, logits) -> {
          HeadBlock heads = slots.heads().get(slot);
          for (int i = 0; i < positions.length; i++) {
            RowRouter.Route route = routes[rows[positions[i]]];
            boolean truncated = inputs[positions[i]].truncated();
            predictions[rows[positions[i]]] =
                new RoutedPrediction(prediction(heads, route.task(), logits, i, truncated), route);
          }
        });
    return Collections.unmodifiableList(Arrays.asList(predictions));
  }

  /**
   * Finds the task of rows whose frozen layers were computed before, and answers it.
   *
   * @param rows pooled output of the plain backbone, and hidden states at the model's {@code
   *     fromLayer} where a task has an adapter
   * @return one answer a row, in the order of the rows
   */
  public List<RoutedPrediction> predictFeaturesRouted(List<FeatureRow> rows) {
    RowRouter finder = router();
    RoutedPrediction[] predictions = new RoutedPrediction[rows.size()];
    SortedMap<String, List<Integer>> byTask = new TreeMap<>();
    RowRouter.Route[] routes = new RowRouter.Route[predictions.length];
    for (int i = 0; i < routes.length; i++) {
      routes[i] = finder.route(rows.get(i).pooled());
      byTask.computeIfAbsent(routes[i].task(), task -> new ArrayList<>()).add(i);
    }
    byTask.forEach(
        (task, indices) -> {
          List<Prediction> ofTask = predictFeatures(indices.stream().map(rows::get).toList(), task);
          for (int i = 0; i < ofTask.size(); i++) {
            int row = indices.get(i);
            predictions[row] = new RoutedPrediction(ofTask.get(i), routes[row]);
          }
        });
    return Collections.unmodifiableList(Arrays.asList(predictions));
  }

  private RowRouter router() {
    RowRouter made = router;
    if (made == null) {
      synchronized (routers) {
        made = router == null ? routers.get() : router;
        router = made;
      }
    }
    return made;
  }

  /**
   * The pooled output of rows whose frozen layers were computed before.
   *
   * @param rows hidden states at the model's {@code fromLayer}
   * @param slot adapter to use, or {@link ServingModel#IDENTITY_SLOT}
   * @return {@code [rows][hidden]}, in the order of the rows
   */
  public float[][] pooled(List<FeatureRow> rows, int slot) {
    return pooled(rows, slots.slot(slot));
  }

  private float[][] pooled(List<FeatureRow> rows, LayerHook hook) {
    return new RowEncoder(backbone, model.fromLayer(), hook, workers, options).pooled(rows);
  }

  /**
   * Answers one task for rows whose frozen layers were computed before.
   *
   * @param rows hidden states at the model's {@code fromLayer}; for a task without an adapter the
   *     pooled output is enough
   * @return one prediction a row, in the order of the rows
   * @throws IllegalArgumentException when the task was never learnt
   */
  public List<Prediction> predictFeatures(List<FeatureRow> rows, String task) {
    ServedTask served = served(task, 0);
    List<Prediction> predictions = new ArrayList<>(rows.size());
    for (float[] pooled : pooled(rows, slots.hook(slots.pass(task)))) {
      float[] logits = served.head().logits(pooled);
      predictions.add(Prediction.of(task, served.head().labels(), logits, false));
    }
    return predictions;
  }

  /**
   * Answers every task for rows whose frozen layers were computed before: one pass of the adapted
   * layers for each slot in use and for each fused task.
   *
   * @param rows as for {@link #predictFeatures}
   * @return for each row, in order, the prediction of each task by task id
   */
  public List<SortedMap<String, Prediction>> predictAllFeatures(List<FeatureRow> rows) {
    List<SortedMap<String, Prediction>> predictions = new ArrayList<>(rows.size());
    rows.forEach(row -> predictions.add(new TreeMap<>()));
    if (rows.isEmpty()) {
      return predictions;
    }
    slots
        .heads()
        .forEach(
            (pass, heads) -> {
              float[] logits = heads.apply(pooled(rows, slots.hook(pass)));
              for (int row = 0; row < rows.size(); row++) {
                for (String task : heads.offsets().keySet()) {
                  predictions.get(row).put(task, prediction(heads, task, logits, row, false));
                }
              }
            });
    return predictions;
  }

  @Override
  public void close() {
    workers.close();
    slots.close();
  }

  private Prediction prediction(
      HeadBlock heads, String task, float[] logits, int position, boolean truncated) {
    ServedTask served = model.tasks().get(task);
    int classes = served.head().labels().size();
    int from = position * heads.logits() + heads.offsets().get(task);
    return Prediction.of(
        task, served.head().labels(), Arrays.copyOfRange(logits, from, from + classes), truncated);
  }

  private int pass(String task, int row) {
    served(task, row);
    return slots.pass(task);
  }

  private static void check(Query query, int row) {
    String absence = query.input().absence();
    if (absence != null) {
      throw new IllegalArgumentException("row " + row + ": its input " + absence);
    }
  }

  private ServedTask served(String task, int row) {
    ServedTask served = task == null ? null : model.tasks().get(task);
    if (served == null) {
      throw new IllegalArgumentException(
          "row "
              + row
              + " asks task "
              + task
              + ", which was never learnt; known tasks: "
              + String.join(", ", model.tasks().keySet()));
    }
    return served;
  }
}
