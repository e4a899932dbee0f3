package io.engram.jobs;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.evaluation.LabelCounts;
import io.engram.consolidation.evaluation.LabelMetrics;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.routing.NoveltyCounts;
import io.engram.consolidation.routing.RoutedAccuracy;
import io.engram.consolidation.spark.RoutedEvaluation;
import io.engram.consolidation.spark.RowGroups;
import io.engram.consolidation.store.runs.Runs;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.task.SplitCounts;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.BackboneShelf;
import io.engram.jobs.service.EvaluateLabelsRequest;
import io.engram.jobs.service.EvaluateRequest;
import io.engram.jobs.service.EvaluateResult;
import io.engram.jobs.service.EvaluateResult.ClassCounts;
import io.engram.jobs.service.EvaluateRoutedRequest;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LabelsResult;
import io.engram.jobs.service.LearnRequest;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.Learning;
import io.engram.jobs.service.ModelCatalog;
import io.engram.jobs.service.ModelUpkeep;
import io.engram.jobs.service.RoutedResult;
import io.engram.jobs.service.ScoreRequest;
import io.engram.jobs.service.ScoreResult;
import io.engram.jobs.service.Services;
import io.engram.jobs.service.StoreModelCatalog;
import io.engram.jobs.service.StoreModelUpkeep;
import io.engram.jobs.service.StreamRequest;
import io.engram.jobs.service.StreamResult;
import io.engram.transformers.input.InputKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Records what the verbs ask for and answers with fixed results, or throws what it is told to. */
public final class FakeServices implements Services, Learning, BackboneShelf {
  public final List<Object> requests = new ArrayList<>();
  public final List<SparkSettings> opened = new ArrayList<>();
  public RuntimeException failure;

  /** What no verb is made for: no memory, a library that is not there. */
  public Error error;

  /** What taking up the learning of a task fails with. */
  public final Map<String, RuntimeException> unlearnable = new TreeMap<>();

  public Optional<PromotionOutcome> promotion = Optional.empty();
  public int closed;

  public Services.Factory factory() {
    return settings -> {
      opened.add(settings);
      return this;
    };
  }

  private <T> T answer(Object request, T answer) {
    requests.add(request);
    if (error != null) {
      throw error;
    }
    if (failure != null) {
      throw failure;
    }
    return answer;
  }

  @Override
  public LearnResult learn(LearnRequest request, Progress progress) {
    return answer(request, learnt(request.model(), request.task()));
  }

  private LearnResult learnt(String model, String task) {
    AccuracyMatrix matrix =
        AccuracyMatrix.empty()
            .after("older", Map.of("older", 0.5))
            .after(task, Map.of(task, 0.875));
    return new LearnResult(
        LearnResult.Outcome.LEARNT,
        task,
        7,
        model + "/v7",
        1,
        List.of(
            new LearnResult.SlotReport(0, 1, OptionalDouble.of(-0.75)),
            new LearnResult.SlotReport(1, 2, OptionalDouble.of(-0.5))),
        List.of("no", "yes"),
        new SplitCounts(1200, 100, 400),
        Optional.of("split"),
        3,
        5,
        matrix,
        new LearnResult.ServedParameters(227_000, 340_000),
        promotion,
        12.3);
  }

  @Override
  public void prepare(LearnRequest request, Progress progress) {
    throw new IllegalStateException("this test is not to prepare a task");
  }

  @Override
  public LearnResult resume(
      String model, Runs.Unfinished run, Map<String, String> options, Progress progress) {
    String task = run.request().task();
    requests.add(task);
    if (unlearnable.containsKey(task)) {
      throw unlearnable.get(task);
    }
    return learnt(model, task);
  }

  @Override
  public long count(InputSpec input) {
    return 1200;
  }

  @Override
  public ScoreResult score(ScoreRequest request, Progress progress) {
    return answer(
        request, new ScoreResult(7, 2000, rows("k9"), 2, rows("k3", "k1"), 4.0, request.output()));
  }

  private static RowGroups rows(String... names) {
    RowGroups rows = new RowGroups();
    for (String name : names) {
      rows.add(new RowGroups.Named("column 'body' is null", name));
    }
    return rows;
  }

  @Override
  public StreamResult scoreStream(StreamRequest request, Consumer<ScoreResult> afterBatch) {
    throw new IllegalStateException("this test is not to score a stream");
  }

  @Override
  public EvaluateResult evaluate(EvaluateRequest request, Progress progress) {
    TreeMap<String, ClassCounts> classes = new TreeMap<>();
    classes.put("no", new ClassCounts(6, 3, 4));
    classes.put("yes", new ClassCounts(4, 3, 6));
    return answer(
        request, new EvaluateResult(request.task(), 7, 10, 6, 0, List.of(), 4, 5, classes));
  }

  @Override
  public LabelsResult evaluateLabels(EvaluateLabelsRequest request, Progress progress) {
    TreeMap<String, LabelMetrics.Label> labels = new TreeMap<>();
    labels.put("often", new LabelMetrics.Label(new LabelCounts(6, 2, 2), 0.75));
    labels.put("never", new LabelMetrics.Label(LabelCounts.NONE, null));
    LabelMetrics metrics = new LabelMetrics(labels);
    return answer(request, new LabelsResult(7, 10, 1, 6, 8, metrics, metrics));
  }

  @Override
  public RoutedResult evaluateRouted(EvaluateRoutedRequest request, Progress progress) {
    TreeMap<String, RoutedEvaluation.OfTask> tasks = new TreeMap<>();
    tasks.put(
        "birds",
        new RoutedEvaluation.OfTask(
            new RoutedAccuracy(10, 9, 8, 7, 6),
            new TreeMap<>(Map.of("birds", 8L, "fish", 2L)),
            new NoveltyCounts(10, 1, 0)));
    tasks.put(
        "fish",
        new RoutedEvaluation.OfTask(
            new RoutedAccuracy(30, 15, 30, 15, 15),
            new TreeMap<>(Map.of("fish", 30L)),
            NoveltyCounts.NONE));
    return answer(
        request, new RoutedResult(7, RouterRule.LDA, tasks, 1, List.of("k9: is null"), 2, 0));
  }

  @Override
  public Entry importFrom(String model, String source, String name) {
    return answer(List.of(model, source, name), entry(model, name));
  }

  @Override
  public List<Entry> listBackbones(String model) {
    return answer(model, List.of(entry(model, "minilm")));
  }

  @Override
  public Entry check(String model, String name) {
    return answer(List.of(model, name), entry(model, name));
  }

  private static Entry entry(String model, String name) {
    return new Entry(name, "ab12", InputKind.TEXT, 6, 384, 22_565_376, model + "/backbones/ab12");
  }

  @Override
  public SparkSession spark() {
    throw new IllegalStateException("this test is not to start Spark");
  }

  @Override
  public Learning learning() {
    return this;
  }

  @Override
  public ModelCatalog models() {
    return new StoreModelCatalog(hadoop());
  }

  @Override
  public ModelUpkeep upkeep() {
    return new StoreModelUpkeep(hadoop());
  }

  @Override
  public BackboneShelf backbones() {
    return this;
  }

  @Override
  public Configuration hadoop() {
    return new Configuration();
  }

  @Override
  public void close() {
    closed++;
  }
}
