package io.engram.adapters.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskPredictorTest {
  private static final List<String> TASKS = QueryRows.TASKS;
  private static final PredictorOptions SMALL =
      PredictorOptions.defaults().withBatchRows(8).withWindowRows(50);

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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void rowsOfAllTasksTogetherGetTheAnswersTheyGetAlone(int fromLayer) {
    List<Query> queries = QueryRows.queries(130, 5);
    try (TaskPredictor predictor = predictor(fromLayer, SMALL)) {
      List<Prediction> together = predictor.predict(queries);
      assertThat(together).hasSize(130);
      for (int i = 0; i < queries.size(); i++) {
        assertSame(together.get(i), predictor.predict(List.of(queries.get(i))).get(0));
      }
    }
  }

  @Test
  void askingAllTasksAnswersWhatAskingEachTaskAnswers() {
    List<Query> queries = QueryRows.queries(40, 6);
    try (TaskPredictor predictor = predictor(1, SMALL)) {
      List<SortedMap<String, Prediction>> all = predictor.predictAll(queries);
      for (String task : TASKS) {
        List<Prediction> one =
            predictor.predict(queries.stream().map(q -> new Query(q.input(), task)).toList());
        for (int i = 0; i < one.size(); i++) {
          assertThat(all.get(i).keySet()).containsExactlyElementsOf(TASKS);
          assertSame(all.get(i).get(task), one.get(i));
        }
      }
    }
  }

  @Test
  void headsOnRandomFeaturesBesidePlainOnesAnswerWhatTheyAnswerAlone() {
    SortedMap<String, ServedTask> tasks =
        new TreeMap<>(TinyServing.model(backbone.config(), 1, 7).tasks());
    int hidden = backbone.config().hidden();
    tasks.put("random-1", plain(TinyServing.head(backbone.config(), 3, 1, feature(hidden, 12))));
    tasks.put("random-2", plain(TinyServing.head(backbone.config(), 2, 2, feature(hidden, 12))));
    tasks.put("wider", plain(TinyServing.head(backbone.config(), 4, 3, feature(hidden, 20))));
    ServingModel model =
        new ServingModel(1, TinyServing.model(backbone.config(), 1, 7).slots(), tasks);
    List<FeatureRow> rows = pooledRows(30, hidden);
    try (TaskPredictor predictor = new TaskPredictor(backbone, tokenizer, model, SMALL)) {
      List<SortedMap<String, Prediction>> all = predictor.predictAll(QueryRows.queries(30, 8));
      for (String task : List.of("plain", "random-1", "random-2", "wider")) {
        List<Prediction> one =
            predictor.predict(
                QueryRows.queries(30, 8).stream().map(q -> new Query(q.input(), task)).toList());
        for (int i = 0; i < one.size(); i++) {
          assertSame(all.get(i).get(task), one.get(i));
        }
        List<Prediction> cached = predictor.predictFeatures(rows, task);
        for (int i = 0; i < rows.size(); i++) {
          Head head = tasks.get(task).head();
          assertSame(
              cached.get(i),
              Prediction.of(task, head.labels(), head.logits(rows.get(i).pooled()), false));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rowsWithoutATaskAreAnsweredByTheTaskTheirPlainFeaturesAreRoutedTo(int threads) {
    List<Query> queries = QueryRows.queries(60, 6);
    ServingModel model = TinyServing.model(backbone.config(), 1, 7);
    RowRouter anyhow = QueryRows.routerByWidth(model);
    try (TaskPredictor predictor =
        new TaskPredictor(backbone, tokenizer, model, SMALL.withThreads(threads), () -> anyhow)) {
      List<RoutedPrediction> routed = predictor.predictRouted(queries);
      List<Prediction> asked =
          predictor.predict(
              java.util.stream.IntStream.range(0, 60)
                  .mapToObj(i -> new Query(queries.get(i).input(), routed.get(i).route().task()))
                  .toList());
      assertThat(routed.stream().map(r -> r.route().task()).distinct().count()).isGreaterThan(2);
      assertBothOpinions(model, routed, asked);
    }
  }

  /** The head's opinion, and the router's. */
  private static void assertBothOpinions(
      ServingModel model, List<RoutedPrediction> routed, List<Prediction> asked) {
    assertThat(routed).hasSameSizeAs(asked);
    for (int i = 0; i < asked.size(); i++) {
      assertSame(
          routed.get(i).prediction(),
          QueryRows.averaged(model, asked.get(i), routed.get(i).route()));
    }
  }

  @Test
  void theClassOfARoutedRowIsThatOfWhicheverOpinionIsSurerAndNeverUndefined() {
    ServingModel model = TinyServing.model(backbone.config(), 1, 7);
    List<Query> queries =
        QueryRows.queries(20, 6).stream().map(q -> new Query(q.input(), "alpha")).toList();
    for (float[] classes : List.of(new float[] {0, 1, 0}, new float[] {0, 0, 1})) {
      RowRouter sure = (pooled, among) -> new RowRouter.Route("alpha", "any", classes, 1, 0);
      RowRouter unsure =
          (pooled, among) ->
              new RowRouter.Route("alpha", "any", new float[] {1f / 3, 1f / 3, 1f / 3}, 1, 0);
      try (TaskPredictor bySure = new TaskPredictor(backbone, tokenizer, model, SMALL, () -> sure);
          TaskPredictor byUnsure =
              new TaskPredictor(backbone, tokenizer, model, SMALL, () -> unsure)) {
        List<Prediction> asked = bySure.predict(queries);
        List<RoutedPrediction> certain = bySure.predictRouted(queries);
        List<RoutedPrediction> uncertain = byUnsure.predictRouted(queries);
        for (int i = 0; i < queries.size(); i++) {
          assertThat(certain.get(i).prediction().index()).isEqualTo(classes[1] == 1 ? 1 : 2);
          assertThat(certain.get(i).prediction().probability()).doesNotContain(Float.NaN);
          assertThat(uncertain.get(i).prediction().index()).isEqualTo(asked.get(i).index());
        }
      }
    }
  }

  @Test
  void routingRowsThatNameNoTaskNeedsARouter() {
    try (TaskPredictor predictor = predictor(1, SMALL)) {
      assertThatThrownBy(() -> predictor.predictRouted(QueryRows.queries(1, 6)))
          .hasMessage("this predictor was made without a router");
      assertThatThrownBy(() -> predictor.predictRouted(List.of(new Query(" ", null, null))))
          .hasMessageContaining("row 0: its input is blank");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void fusedTasksAreAnsweredOnAPassOfTheirOwnBesideTheOthers(int fromLayer) {
    ServingModel model = TinyServing.fused(backbone.config(), fromLayer, 7);
    List<Query> queries = QueryRows.queries(40, 6);
    List<String> tasks = List.copyOf(model.tasks().keySet());
    assertThat(tasks).containsExactly("alpha", "beta", "fused-all", "fused-two", "plain");
    try (TaskPredictor predictor = new TaskPredictor(backbone, tokenizer, model, SMALL)) {
      List<SortedMap<String, Prediction>> all = predictor.predictAll(queries);
      for (String task : tasks) {
        List<Prediction> one =
            predictor.predict(queries.stream().map(q -> new Query(q.input(), task)).toList());
        for (int i = 0; i < one.size(); i++) {
          assertSame(all.get(i).get(task), one.get(i));
        }
      }
    }
  }

  @Test
  void whatAFusedTaskAnswersDependsOnTheAdaptersItAttendsToAndOnNoOther() {
    List<Query> queries =
        QueryRows.queries(10, 6).stream().map(q -> new Query(q.input(), "fused-two")).toList();
    List<Prediction> before = predictions(TinyServing.fused(backbone.config(), 1, 7), queries);
    for (int changed = 0; changed < 3; changed++) {
      List<Prediction> after =
          predictions(TinyServing.fused(backbone.config(), 1, 7, changed), queries);
      boolean same = true;
      for (int i = 0; i < before.size(); i++) {
        same &= Arrays.equals(after.get(i).probability(), before.get(i).probability());
      }
      assertThat(same).as("slot %d, fused are 2 and 0", changed).isEqualTo(changed == 1);
    }
  }

  private static List<Prediction> predictions(ServingModel model, List<Query> queries) {
    try (TaskPredictor predictor = new TaskPredictor(backbone, tokenizer, model, SMALL)) {
      return predictor.predict(queries);
    }
  }

  @Test
  void aRowThatIsRoutedToAFusedTaskGetsItsAnswer() {
    ServingModel model = TinyServing.fused(backbone.config(), 1, 7);
    List<Query> queries =
        QueryRows.queries(20, 6).stream().map(q -> new Query(q.input(), "fused-two")).toList();
    RowRouter always = (pooled, among) -> QueryRows.route(model, "fused-two", pooled);
    try (TaskPredictor predictor =
        new TaskPredictor(backbone, tokenizer, model, SMALL, () -> always)) {
      List<RoutedPrediction> routed = predictor.predictRouted(queries);
      List<Prediction> asked = predictor.predict(queries);
      assertBothOpinions(model, routed, asked);
    }
  }

  @Test
  void parametersServedCountTheFusions() {
    ServingModel model = TinyServing.fused(backbone.config(), 1, 7);
    long heads = 33 * (3 + 2 + 3 + 2 + 4);
    long adapters = model.slots().stream().mapToLong(AdapterWeights::parameters).sum();
    assertThat(model.parameters()).isEqualTo(heads + adapters + 2 * (2 * 2 * (3 * 32 * 32 + 32)));
  }

  @Test
  void allTasksTakeOnePassMoreForEachFusedOne() {
    CountingBackbone counting = new CountingBackbone(backbone);
    ServingModel model = TinyServing.fused(backbone.config(), 1, 7);
    try (TaskPredictor predictor =
        new TaskPredictor(counting, tokenizer, model, PredictorOptions.defaults())) {
      predictor.predictAll(QueryRows.queries(30, 8));
    }
    assertThat(counting.passes()).containsExactly("0-1", "1-3", "1-3", "1-3", "1-3");
  }

  private static ServedTask plain(Head head) {
    return new ServedTask(ServingModel.IDENTITY_SLOT, head);
  }

  private static RandomFeatures feature(int hidden, int width) {
    return new RandomFeatures(5, hidden, width);
  }

  private static List<FeatureRow> pooledRows(int rows, int hidden) {
    Random random = new Random(3);
    List<FeatureRow> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      float[] pooled = new float[hidden];
      for (int j = 0; j < hidden; j++) {
        pooled[j] = (float) random.nextGaussian();
      }
      all.add(new FeatureRow("row-" + i, 0, 1, new float[0], pooled, new float[0]));
    }
    return all;
  }

  @Test
  void allTasksTakeOnePassOfTheFrozenLayersAndOneOfEachSlot() {
    CountingBackbone counting = new CountingBackbone(backbone);
    ServingModel model = TinyServing.model(backbone.config(), 1, 7);
    try (TaskPredictor predictor =
        new TaskPredictor(counting, tokenizer, model, PredictorOptions.defaults())) {
      predictor.predictAll(QueryRows.queries(30, 8));
    }
    assertThat(counting.passes()).containsExactly("0-1", "1-3", "1-3", "1-3", "1-3");
  }

  @Test
  void aFewRowsOfManySlotsShareThePassOfTheFrozenLayers() {
    CountingBackbone counting = new CountingBackbone(backbone);
    ServingModel model = TinyServing.model(backbone.config(), 2, 7);
    try (TaskPredictor predictor =
        new TaskPredictor(counting, tokenizer, model, PredictorOptions.defaults())) {
      predictor.predict(QueryRows.queries(30, 8));
    }
    assertThat(counting.passes()).containsExactly("0-2", "2-3", "2-3", "2-3", "2-3");
  }

  @Test
  void severalWorkersGiveTheAnswersOfOne() {
    List<Query> queries = QueryRows.queries(300, 9);
    try (TaskPredictor one = predictor(1, SMALL);
        TaskPredictor three = predictor(1, SMALL.withThreads(3))) {
      List<Prediction> expected = one.predict(queries);
      List<Prediction> actual = three.predict(queries);
      for (int i = 0; i < expected.size(); i++) {
        assertSame(actual.get(i), expected.get(i));
      }
    }
  }

  @Test
  void theIdentitySlotIsTheHeadOnThePlainEncoder() {
    Query query = new Query("one two three", null, "plain");
    float[] pooled = QueryRows.features(backbone, tokenizer, query, 3).pooled();
    try (TaskPredictor predictor = predictor(1, SMALL)) {
      Head head = predictor.model().tasks().get("plain").head();
      Prediction expected = Prediction.of("plain", head.labels(), head.logits(pooled), false);
      assertSame(predictor.predict(List.of(query)).get(0), expected);
    }
  }

  @Test
  void cachedHiddenStatesGiveThePooledVectorsOfTheText() {
    List<Query> queries = QueryRows.queries(21, 10);
    try (TaskPredictor predictor = predictor(2, SMALL.withThreads(2))) {
      List<FeatureRow> rows =
          queries.stream().map(q -> QueryRows.features(backbone, tokenizer, q, 2)).toList();
      float[][] adapted = predictor.pooled(rows, 1);
      Head head = predictor.model().tasks().get("gamma").head();
      List<Prediction> expected =
          predictor.predict(queries.stream().map(q -> new Query(q.input(), "gamma")).toList());
      for (int i = 0; i < adapted.length; i++) {
        boolean truncated = expected.get(i).truncated();
        assertSame(
            Prediction.of("gamma", head.labels(), head.logits(adapted[i]), truncated),
            expected.get(i));
      }
    }
  }

  @Test
  void askingAllTasksOfCachedFeaturesAnswersWhatAskingEachTaskAnswers() {
    List<FeatureRow> rows =
        QueryRows.queries(21, 10).stream()
            .map(q -> QueryRows.features(backbone, tokenizer, q, 2))
            .toList();
    try (TaskPredictor predictor = predictor(2, SMALL)) {
      List<SortedMap<String, Prediction>> all = predictor.predictAllFeatures(rows);
      for (String task : TASKS) {
        List<Prediction> one = predictor.predictFeatures(rows, task);
        for (int i = 0; i < one.size(); i++) {
          assertThat(all.get(i).keySet()).containsExactlyElementsOf(TASKS);
          assertSame(all.get(i).get(task), one.get(i));
        }
      }
    }
  }

  @Test
  void withoutAnAdapterARowsOwnPooledVectorServes() {
    FeatureRow pooledOnly = new FeatureRow("k", -1, 3, new float[0], new float[32], new float[0]);
    try (TaskPredictor predictor = predictor(2, SMALL)) {
      assertThat(predictor.pooled(List.of(pooledOnly), ServingModel.IDENTITY_SLOT)[0])
          .isEqualTo(pooledOnly.pooled());
      assertThatThrownBy(() -> predictor.pooled(List.of(pooledOnly), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row k of 3 tokens needs 96 hidden values at layer 2, has 0");
      assertThatThrownBy(() -> predictor.pooled(List.of(pooledOnly), 3))
          .hasMessageContaining("slot 3 does not exist; the model has 3 slots");
    }
  }

  @Test
  void predictingAndClosingLeaveNoArrayBehind() {
    int before = NeuralRuntime.get().liveArrays();
    try (TaskPredictor predictor = predictor(1, SMALL.withThreads(2))) {
      int loaded = NeuralRuntime.get().liveArrays();
      for (int i = 0; i < 20; i++) {
        predictor.predict(QueryRows.queries(60, i));
        predictor.predictAll(QueryRows.queries(20, i));
      }
      assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(loaded);
    }
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  @Test
  void aTextThatWasCutIsSaidToBe() {
    Query cut = new Query("w ".repeat(30), null, "beta");
    try (TaskPredictor predictor = predictor(1, SMALL)) {
      assertThat(predictor.predict(List.of(cut)).get(0).truncated()).isTrue();
      assertThat(predictor.predictAll(List.of(cut)).get(0).get("gamma").truncated()).isTrue();
    }
  }

  @Test
  void noRowsGetNoAnswers() {
    try (TaskPredictor predictor = predictor(1, SMALL.withThreads(2))) {
      assertThat(predictor.predict(List.of())).isEmpty();
      assertThat(predictor.predictAll(List.of())).isEmpty();
    }
  }

  @Test
  void aTaskThatWasNeverLearntIsNamedWithTheKnownOnes() {
    try (TaskPredictor predictor = predictor(1, SMALL)) {
      List<Query> queries = List.of(new Query("a", null, "alpha"), new Query("b", null, "omega"));
      assertThatThrownBy(() -> predictor.predict(queries))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 1 asks task omega")
          .hasMessageContaining("alpha, beta, delta, gamma, plain");
    }
  }

  @Test
  void nullAndBlankTextsAreRefusedWithTheRow() {
    try (TaskPredictor predictor = predictor(1, SMALL)) {
      Query good = new Query("a", null, "alpha");
      assertThatThrownBy(() -> predictor.predict(List.of(good, new Query(null, null, "alpha"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 1: its input is null");
      assertThatThrownBy(() -> predictor.predictAll(List.of(new Query(" \t", null, null))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 0: its input is blank");
    }
  }

  @Test
  void aFailureInAWorkerReachesTheCallerAndTheNextCallWorks() {
    Tokenizer failing = new FailingTokenizer(tokenizer, "poison");
    ServingModel model = TinyServing.model(backbone.config(), 1, 7);
    try (TaskPredictor predictor =
        new TaskPredictor(backbone, failing, model, SMALL.withWindowRows(1000).withThreads(2))) {
      List<Query> queries = new ArrayList<>(QueryRows.queries(400, 1));
      queries.set(200, new Query("poison", null, "alpha"));
      assertThatThrownBy(() -> predictor.predict(queries)).hasMessage("poisoned");
      assertThat(predictor.predict(QueryRows.queries(10, 2))).hasSize(10);
    }
  }

  @Test
  void aModelThatAdaptsFromALayerThatTheBackboneHasNotIsRefused() {
    int layers = backbone.config().layers();
    for (int layer : new int[] {-1, layers + 1}) {
      ServingModel model = new ServingModel(layer, List.of(), new TreeMap<>());
      assertThatThrownBy(() -> ModelFit.check(backbone.config(), model))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the model adapts from layer %d, the backbone has %d layers", layer, layers);
    }
  }

  @Test
  void aModelOfAnotherBackboneIsRefused() {
    ServingModel model = TinyServing.model(TinyBackbone.config(), 1, 7);
    var wide =
        new BertConfig(
            "bert", 3, 64, 4, 64, 100, 64, 2, 0, 1e-12, "gelu", backbone.config().pooling());
    assertThatThrownBy(() -> ModelFit.check(wide, model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slot 0")
        .hasMessageContaining("width 64");
  }

  private static TaskPredictor predictor(int fromLayer, PredictorOptions options) {
    return new TaskPredictor(
        backbone, tokenizer, TinyServing.model(backbone.config(), fromLayer, 7), options);
  }

  static void assertSame(Prediction actual, Prediction expected) {
    assertThat(actual.task()).isEqualTo(expected.task());
    assertThat(actual.label()).isEqualTo(expected.label());
    assertThat(actual.index()).isEqualTo(expected.index());
    assertThat(actual.truncated()).isEqualTo(expected.truncated());
    float sum = 0;
    for (int c = 0; c < expected.probability().length; c++) {
      assertThat(actual.probability()[c]).isCloseTo(expected.probability()[c], within(1e-5f));
      sum += actual.probability()[c];
    }
    assertThat(sum).isCloseTo(1f, within(1e-5f));
  }
}
