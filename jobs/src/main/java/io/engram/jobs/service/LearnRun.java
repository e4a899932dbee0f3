package io.engram.jobs.service;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.training.TrainingConfig;
import io.engram.consolidation.distillation.StudentStart;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.spark.LakeLearner;
import io.engram.consolidation.spark.LearnOutcome;
import io.engram.consolidation.spark.LearningSite;
import io.engram.consolidation.spark.RecordedLearning;
import io.engram.consolidation.spark.UnlabelledRefusedException;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.runs.Runs;
import io.engram.consolidation.strategy.AdapterChoice;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.jobs.ExitCode;
import io.engram.jobs.Failures;
import io.engram.jobs.Failures.Failure;
import io.engram.jobs.Failures.Matter;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.LearnResult.Outcome;
import io.engram.jobs.service.LearnResult.ServedParameters;
import io.engram.jobs.service.LearnResult.SlotReport;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.FeatureCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One run of learning, from what the command line says to what it prints. */
final class LearnRun {
  private static final long MEGABYTE = 1L << 20;
  private static final long RESUME_CACHE_MEGABYTES = 20_000;

  private final SparkSession spark;
  private final Progress progress;

  LearnRun(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  LearnResult learn(LearnRequest request) {
    try {
      ModelStore store = open(request);
      LearnOutcome outcome =
          new LakeLearner(site(store, request.settings()), store).learn(inLake(request, store));
      return result(request.task(), store, outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  void prepare(LearnRequest request) {
    try {
      ModelStore store = open(request);
      new LakeLearner(site(store, request.settings()), store).prepare(inLake(request, store));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private ModelStore open(LearnRequest request) throws IOException {
    return ModelStore.openOrCreate(
        new Path(request.model()).toUri(), spark.sessionState().newHadoopConf());
  }

  private io.engram.consolidation.spark.LearnRequest inLake(
      LearnRequest request, ModelStore store) {
    return new io.engram.consolidation.spark.LearnRequest(
        store.root(),
        InputTables.task(request.task(), request.input()),
        request.settings().backbone(),
        choice(request.settings()),
        request.replace(),
        request.settings().distillation().input().map(uri -> unlabelled(uri, request.unlabelled())),
        request.gate(),
        request.run().scheduler());
  }

  /** What is wrong with the table is no fault of the task's. */
  private Dataset<Row> unlabelled(String uri, InputSpec how) {
    try {
      return InputTables.unlabelled(uri, how, spark);
    } catch (Exception e) {
      // Also what Scala throws without saying so.
      Failure failure = Failures.of(e);
      if (failure.code() == ExitCode.REFUSED && failure.matter() != Matter.PLACE) {
        throw new UnlabelledRefusedException(failure.line(), e);
      }
      throw e;
    }
  }

  /** As the run was begun; what it cached elsewhere than beside the model is computed again. */
  LearnResult resume(String model, Runs.Unfinished run, Map<String, String> options) {
    try {
      ModelStore store =
          ModelStore.open(new Path(model).toUri(), spark.sessionState().newHadoopConf());
      RecordedLearning recorded = RecordedLearning.of(store.root(), run.request());
      LearningSite site =
          site(
              store,
              Optional.empty(),
              RESUME_CACHE_MEGABYTES,
              recorded.precision(),
              recorded.trainOnExecutor());
      LearnOutcome outcome =
          new LakeLearner(site, store).learn(recorded.request().withOptions(options));
      return result(run.request().task(), store, outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private LearningSite site(ModelStore store, LearnSettings settings) {
    return site(
        store,
        settings.features().uri(),
        settings.features().megabytes(),
        Precision.valueOf(settings.features().precision().toUpperCase(Locale.ROOT)),
        settings.trainOn().equals("executor"));
  }

  private LearningSite site(
      ModelStore store,
      Optional<String> features,
      long megabytes,
      Precision precision,
      boolean onExecutor) {
    String cache = features.orElse(new Path(new Path(store.root()), "cache").toString());
    return new LearningSite(
        spark,
        new Path(store.root()),
        new FeatureCache(spark, cache, megabytes * MEGABYTE),
        precision,
        onExecutor,
        new ProgressListener(progress));
  }

  static SettingsChoice choice(LearnSettings s) {
    TrainingConfig training = SettingsChoice.defaults().training();
    return new SettingsChoice(
        s.strategy(),
        s.poolSize(),
        s.transferability(),
        new AdapterChoice(
            AdapterKind.named(s.adapter().kind()).orElseThrow(),
            s.adapter().reduction(),
            s.adapter().rank(),
            s.adapter().alpha()),
        s.adapter().fromLayer(),
        s.maxLength(),
        new TrainingConfig(
            s.training().learningRate(),
            s.training().headLearningRate(),
            training.weightDecay(),
            training.warmupFraction(),
            s.training().epochs(),
            s.training().batchSize(),
            training.patience(),
            training.balanceClasses(),
            training.seed()),
        SettingsChoice.defaults().consolidation().withEpochs(s.distillation().epochs()),
        StudentStart.of(s.distillation().start()),
        s.distillation().slotWidth(),
        s.distillation().trainHeads(),
        s.distillation().reservoirRows(),
        IdentityRule.of(s.identity()),
        s.seed(),
        s.strategyOptions(),
        RouterRule.of(s.router()));
  }

  private static LearnResult result(String task, ModelStore store, LearnOutcome outcome) {
    StoredModel model = outcome.model();
    LearnedTask learnt = model.state().task(task).orElseThrow();
    return new LearnResult(
        Outcome.valueOf(outcome.kind().name()),
        task,
        outcome.record().number(),
        new Path(new Path(store.root()), outcome.record().folder()).toString(),
        learnt.slot(),
        slots(outcome),
        learnt.manifest().classes(),
        learnt.manifest().rows(),
        Optional.ofNullable(learnt.manifest().columns().split()),
        outcome.truncated(),
        learnt.manifest().texts().replaced(),
        outcome.matrix(),
        parameters(model),
        outcome.promotion(),
        outcome.seconds());
  }

  private static List<SlotReport> slots(LearnOutcome outcome) {
    int[] loads = outcome.model().state().loads();
    Optional<SlotChoice> choice = outcome.log().flatMap(log -> log.choice());
    List<SlotReport> slots = new ArrayList<>();
    for (int slot = 0; slot < loads.length; slot++) {
      OptionalDouble score = OptionalDouble.empty();
      if (choice.isPresent()) {
        score = OptionalDouble.of(choice.get().scores()[slot]);
      }
      slots.add(new SlotReport(slot, loads[slot], score));
    }
    return slots;
  }

  private static ServedParameters parameters(StoredModel model) {
    ServingModel serving = model.state().serving();
    long served = serving.parameters();
    long adapters = serving.slots().stream().mapToLong(AdapterWeights::parameters).sum();
    long one = serving.slots().stream().mapToLong(AdapterWeights::parameters).max().orElse(0);
    long fusions =
        serving.tasks().values().stream()
            .flatMap(task -> task.fusion().stream())
            .mapToLong(fusion -> fusion.weights().parameters())
            .sum();
    long heads = served - adapters - fusions;
    return new ServedParameters(served, heads + one * serving.tasks().size());
  }
}
