package io.engram.adapters.prediction;

import static io.engram.adapters.prediction.TaskPredictorTest.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.Head;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.text.Tokenizer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks {@code alpha} and {@code plain} have a second head, on the plain backbone. */
class SecondHeadTest {
  private static final int FROM_LAYER = 1;
  private static final PredictorOptions SMALL =
      PredictorOptions.defaults().withBatchRows(8).withWindowRows(50).withThreads(2);

  private static BertEncoder backbone;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void load() {
    backbone = TinyBackbone.create(3);
    tokenizer = new WordTokenizer(100, 20);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  private static ServingModel model() {
    ServingModel first = TinyServing.model(backbone.config(), FROM_LAYER, 7);
    SortedMap<String, ServedTask> tasks = new TreeMap<>(first.tasks());
    int hidden = backbone.config().hidden();
    second(
        tasks,
        "alpha",
        TinyServing.head(backbone.config(), 3, 31, new RandomFeatures(5, hidden, 12)));
    second(tasks, "plain", TinyServing.head(backbone.config(), 4, 32));
    return new ServingModel(FROM_LAYER, first.slots(), tasks);
  }

  private static void second(SortedMap<String, ServedTask> tasks, String task, Head head) {
    ServedTask one = tasks.get(task);
    tasks.put(task, new ServedTask(one.slot(), one.head(), one.fusion(), Optional.of(head)));
  }

  private static TaskPredictor predictor() {
    ServingModel model = model();
    return new TaskPredictor(
        backbone, tokenizer, model, SMALL, () -> QueryRows.routerByWidth(model));
  }

  private static FeatureRow row(Query query) {
    return QueryRows.features(backbone, tokenizer, query, FROM_LAYER);
  }

  /** Both heads by hand. */
  private static Prediction expected(TaskPredictor predictor, Query query, String task) {
    ServedTask served = predictor.model().tasks().get(task);
    FeatureRow row = row(query);
    float[] logits = served.head().logits(predictor.pooled(List.of(row), served.slot())[0]);
    if (served.second().isPresent()) {
      float[] more = served.second().get().logits(row.pooled());
      for (int c = 0; c < logits.length; c++) {
        logits[c] += more[c];
      }
    }
    boolean truncated = tokenizer.read((RawInput) query.input()).truncated();
    return Prediction.of(task, served.head().labels(), logits, truncated);
  }

  @Test
  void theLogitsOfBothHeadsAreAdded() {
    List<Query> queries = QueryRows.queries(60, 6);
    try (TaskPredictor predictor = predictor()) {
      List<Prediction> asked = predictor.predict(queries);
      List<SortedMap<String, Prediction>> all = predictor.predictAll(queries);
      for (int i = 0; i < queries.size(); i++) {
        assertSame(asked.get(i), expected(predictor, queries.get(i), queries.get(i).task()));
        for (String task : QueryRows.TASKS) {
          assertSame(all.get(i).get(task), expected(predictor, queries.get(i), task));
        }
      }
    }
  }

  @Test
  void aFusedTaskMayHaveASecondHeadToo() {
    ServingModel first = TinyServing.fused(backbone.config(), FROM_LAYER, 7);
    SortedMap<String, ServedTask> tasks = new TreeMap<>(first.tasks());
    Head added = TinyServing.head(backbone.config(), 3, 33);
    second(tasks, "fused-all", added);
    ServingModel both = new ServingModel(FROM_LAYER, first.slots(), tasks);
    List<Query> queries =
        QueryRows.queries(30, 6).stream().map(q -> new Query(q.input(), "fused-all")).toList();
    try (TaskPredictor one = new TaskPredictor(backbone, tokenizer, first, SMALL);
        TaskPredictor two = new TaskPredictor(backbone, tokenizer, both, SMALL)) {
      List<Prediction> alone = one.predict(queries);
      List<Prediction> together = two.predict(queries);
      for (int i = 0; i < queries.size(); i++) {
        float[] logits = added.logits(row(queries.get(i)).pooled());
        for (int c = 0; c < logits.length; c++) {
          logits[c] += (float) Math.log(alone.get(i).probability()[c]);
        }
        assertSame(
            together.get(i),
            Prediction.of("fused-all", added.labels(), logits, alone.get(i).truncated()));
      }
    }
  }

  @Test
  void rowsThatAreRoutedAreAnsweredByBothHeadsToo() {
    List<Query> queries = QueryRows.queries(60, 6);
    try (TaskPredictor predictor = predictor()) {
      List<RoutedPrediction> routed = predictor.predictRouted(queries);
      assertThat(routed).extracting(r -> r.route().task()).contains("alpha", "plain", "beta");
      for (int i = 0; i < queries.size(); i++) {
        RowRouter.Route route = routed.get(i).route();
        assertSame(
            routed.get(i).prediction(),
            QueryRows.averaged(
                predictor.model(), expected(predictor, queries.get(i), route.task()), route));
      }
    }
  }

  @Test
  void cachedFeaturesGiveTheSameAnswersWithAndWithoutTheirPooledVector() {
    List<Query> queries =
        QueryRows.queries(20, 6).stream()
            .filter(q -> !tokenizer.read((RawInput) q.input()).truncated())
            .toList();
    List<FeatureRow> rows = queries.stream().map(SecondHeadTest::row).toList();
    List<FeatureRow> hidden =
        rows.stream()
            .map(
                row ->
                    new FeatureRow(
                        row.key(), -1, row.length(), row.hidden(), new float[0], new float[0]))
            .toList();
    try (TaskPredictor predictor = predictor()) {
      List<SortedMap<String, Prediction>> all = predictor.predictAllFeatures(rows);
      for (String task : QueryRows.TASKS) {
        List<Prediction> one = predictor.predictFeatures(rows, task);
        List<Prediction> computed = predictor.predictFeatures(hidden, task);
        for (int i = 0; i < rows.size(); i++) {
          Prediction expected = expected(predictor, queries.get(i), task);
          assertSame(one.get(i), expected);
          assertSame(computed.get(i), expected);
          assertSame(all.get(i).get(task), expected);
        }
      }
    }
  }

  @Test
  void onlyBatchesThatAskForASecondHeadTakeThePassOfThePlainBackbone() {
    Query beta = new Query("one two three", null, "beta");
    Query alpha = new Query("one two three", null, "alpha");
    assertThat(passes(List.of(beta, beta))).containsExactly("0-1", "1-3");
    assertThat(passes(List.of(alpha, alpha))).containsExactly("0-1", "1-3", "1-3");
    // Both heads of a task without an adapter read the same pass.
    assertThat(passes(List.of(new Query("one", null, "plain")))).containsExactly("0-1", "1-3");
  }

  private static List<String> passes(List<Query> queries) {
    CountingBackbone counting = new CountingBackbone(backbone);
    try (TaskPredictor predictor =
        new TaskPredictor(counting, tokenizer, model(), PredictorOptions.defaults())) {
      predictor.predict(queries);
    }
    return counting.passes();
  }

  @Test
  void theirParametersCount() {
    long plain = TinyServing.model(backbone.config(), FROM_LAYER, 7).parameters();
    long hidden = backbone.config().hidden();
    assertThat(model().parameters()).isEqualTo(plain + 3 * (12 + 1) + 4 * (hidden + 1));
  }

  @Test
  void headsOfOtherClassesOrAnotherWidthAreRefused() {
    ServedTask alpha = model().tasks().get("alpha");
    Optional<Head> other = Optional.of(TinyServing.head(backbone.config(), 2, 1));
    assertThatThrownBy(() -> new ServedTask(0, alpha.head(), Optional.empty(), other))
        .hasMessageContaining("two heads of one task are of classes [c0, c1, c2] and [c0, c1]");
    SortedMap<String, ServedTask> tasks = new TreeMap<>(model().tasks());
    second(tasks, "alpha", TinyServing.head(backbone.config(), 3, 1, new RandomFeatures(5, 7, 12)));
    ServingModel narrow = new ServingModel(FROM_LAYER, model().slots(), tasks);
    assertThatThrownBy(() -> new TaskPredictor(backbone, tokenizer, narrow, SMALL))
        .hasMessageContaining("the head of task alpha was made for width 7");
  }
}
