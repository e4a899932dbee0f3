package io.engram.consolidation.spark.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.FusionFile;
import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.Rehearsal;
import io.engram.adapters.training.TrainedFusion;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.distillation.RandomParts;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.learning.LocalTrainings;
import io.engram.consolidation.learning.LocalWorkbench;
import io.engram.consolidation.learning.OldRows;
import io.engram.consolidation.learning.SlotConsolidation;
import io.engram.consolidation.learning.StepCosts;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.store.runs.RunFolder;
import io.engram.consolidation.strategy.Consolidation;
import io.engram.consolidation.strategy.FineTuned;
import io.engram.consolidation.strategy.FineTuning;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearningWorkbench;
import io.engram.consolidation.strategy.LearningWorkbench.Distilled;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.InMemoryTask;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.TaskClass;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.FeatureRows;
import io.engram.transformers.spark.FeatureSpec;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One JVM on rows of its disk does what the executors of a cluster do together. */
class LocalWorkbenchTest extends SparkTest {
  private static final int FROM_LAYER = 1;
  private static final long SEED = 3;
  private static final LabelSpace LABELS = new LabelSpace(List.of("a", "b", "c"));
  private static final LabelSpace OLD_LABELS = new LabelSpace(List.of("old/a", "old/b", "old/c"));

  @TempDir static Path folder;
  private static Backbone backbone;
  private static Dataset<Row> learnt;
  private static Dataset<Row> old;
  private static LocalTask task;
  private static LearningWorkbench cluster;
  private static LearnerSettings settings;

  @BeforeAll
  static void encode() {
    TinyLake lake = TinyLake.create(folder, 5);
    backbone = lake.folder().load();
    FeatureCache cache =
        new FeatureCache(spark(), folder.resolve("cache").toUri().toString(), 1L << 30);
    FeatureSpec spec = FeatureSpec.withHidden(lake.backbone(), FROM_LAYER, 32);
    Dataset<Row> all = cache.features(texts("row-", 90), "a".repeat(64), spec).repartition(4);
    learnt = all.where(functions.col(FeatureRows.SPLIT).notEqual(Split.TEST.label()));
    old = cache.features(texts("old/", 24), "b".repeat(64), spec);
    TaskManifest manifest = manifest("asked", LABELS.classes());
    task = LocalTasks.of(manifest, all, backbone.config().hidden(), 0);
    SettingsChoice d = SettingsChoice.defaults();
    settings =
        new LearnerSettings(
            "ada",
            2,
            "leep",
            new BottleneckConfig(Placement.HOULSBY, 4, FROM_LAYER),
            32,
            d.training().withEpochs(2),
            d.consolidation().withEpochs(2),
            d.start(),
            0,
            false,
            24,
            d.identity(),
            SEED,
            Collections.emptySortedMap(),
            RouterRule.LDA);
    cluster =
        Workbenches.of(
            manifest,
            settings,
            learnt,
            old,
            BackboneAddress.of(spark(), lake.backbone().toString()),
            false,
            Trainings.NOT_KEPT,
            what -> TrainingListener.NONE);
  }

  @AfterAll
  static void close() {
    task.close();
    backbone.close();
  }

  private static Dataset<Row> texts(String prefix, int rows) {
    StructType schema = new StructType();
    for (String column : List.of("row_key", "text", "pair", "label", "split")) {
      schema = schema.add(column, DataTypes.StringType);
    }
    List<Row> texts = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String label = LABELS.name(i % 3);
      String text =
          label + " " + (char) ('d' + i % 20) + " " + (char) ('d' + i % 5) + " e".repeat(i % 4);
      Split split = i % 10 == 0 ? Split.TEST : i % 10 == 1 ? Split.VALIDATION : Split.TRAIN;
      texts.add(
          RowFactory.create(
              prefix + i,
              text,
              null,
              prefix.startsWith("row") ? label : TaskClass.name("old", label),
              prefix.startsWith("row") ? split.label() : Split.TRAIN.label()));
    }
    return spark().createDataFrame(texts, schema);
  }

  private static LearningWorkbench local(LocalTrainings trainings, StepCosts costs) {
    List<FeatureRow> oldRows =
        old.collectAsList().stream()
            .map(row -> SpooledRows.featureRow(row, OLD_LABELS, FeatureWindows.HIDDEN_AND_POOLED))
            .toList();
    return new LocalWorkbench(
        task, settings, new OldRows("c".repeat(64), oldRows::iterator), backbone, trainings, costs);
  }

  private static LearningWorkbench local() {
    return local(LocalTrainings.NOT_KEPT, new StepCosts());
  }

  @Test
  void trainsTheSameBytes() {
    TrainedTask there = cluster.trainAdapter(settings.adapter(), settings.training());
    TrainedTask here = local().trainAdapter(settings.adapter(), settings.training());
    assertThat(AdapterFile.toBytes(here.adapter())).isEqualTo(AdapterFile.toBytes(there.adapter()));
    assertThat(HeadFile.toBytes(here.head())).isEqualTo(HeadFile.toBytes(there.head()));
    assertThat(here.report().validationAccuracy()).isEqualTo(there.report().validationAccuracy());
    assertThat(HeadFile.toBytes(local().trainHead(settings.training()).head()))
        .isEqualTo(HeadFile.toBytes(cluster.trainHead(settings.training()).head()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"leep", "transrate", "transrate-plain", "random", "least-loaded"})
  void choosesTheSameSlot(String method) {
    SlotChoice there = cluster.selectSlot(twoSlots(), method);
    SlotChoice here = local().selectSlot(twoSlots(), method);
    assertThat(here.slot()).isEqualTo(there.slot());
    assertThat(here.scores()).containsExactly(there.scores(), within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .5})
  void distilsTheSameStudent(double share) {
    TrainedTask learntTask = cluster.trainAdapter(settings.adapter(), settings.training());
    StepCosts costs = new StepCosts();
    Consolidation request = consolidation(learntTask, share);
    Distilled there = cluster.distil(twoSlots(), request);
    Distilled here = local(LocalTrainings.NOT_KEPT, costs).distil(twoSlots(), request);
    assertThat(here.report().rows()).isEqualTo(there.report().rows());
    there
        .weights()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(here.weights().tensors().get(name).values())
                    .as(name)
                    .containsExactly(tensor.values(), within(1e-4f)));
    assertThat(costs.consolidateSeconds()).isEqualTo(here.report().seconds()).isPositive();
    assertThat(costs.parameters()).isEqualTo(here.weights().parameters());
  }

  @Test
  void aShareInWhatOldTasksAreTaughtMakesAnotherStudentAndAnotherTraining() {
    TrainedTask learntTask = cluster.trainAdapter(settings.adapter(), settings.training());
    Consolidation alone = consolidation(learntTask, 0);
    Consolidation both = consolidation(learntTask, .5);
    assertThat(local().distil(twoSlots(), both).weights())
        .isNotEqualTo(local().distil(twoSlots(), alone).weights());
    assertThat(identity(both)).isNotEqualTo(identity(alone));
  }

  private static Consolidation consolidation(TrainedTask learntTask, double share) {
    Map<String, Double> shares = new TreeMap<>();
    twoSlots().headsOfSlot(0, "asked").keySet().forEach(id -> shares.put(id, share));
    assertThat(shares).isNotEmpty();
    return new Consolidation(
        0, learntTask.adapter(), learntTask.head(), shares, settings.consolidation());
  }

  private static String identity(Consolidation request) {
    return SlotConsolidation.of(
            twoSlots(), "asked", request, settings.distillation(request.training()))
        .job()
        .identity();
  }

  private FineTuning rehearsing(Optional<AdapterWeights> start, Rehearsal rehearsal) {
    return rehearsing(start, rehearsal, 7);
  }

  private FineTuning rehearsing(
      Optional<AdapterWeights> start, Rehearsal rehearsal, long seedOfOldHead) {
    Head old = learnt("old", 3, 0, seedOfOldHead).head();
    Head earlier = new Head(LABELS, old.weight(), old.bias());
    return new FineTuning(
        settings.adapter(),
        start,
        Optional.empty(),
        Map.of("old", earlier),
        rehearsal,
        settings.training());
  }

  @Test
  void goesOnTrainingASharedAdapterToTheSameBytes() {
    FineTuning request = rehearsing(Optional.of(adapter(9)), new Rehearsal(false, 1.0));
    FineTuned there = cluster.fineTune(request);
    FineTuned here = local().fineTune(request);
    assertThat(here.report().rows()).isEqualTo(there.report().rows()).isEqualTo(72 + 24);
    assertThat(AdapterFile.toBytes(here.adapter())).isEqualTo(AdapterFile.toBytes(there.adapter()));
    assertThat(HeadFile.toBytes(here.head())).isEqualTo(HeadFile.toBytes(there.head()));
    assertThat(HeadFile.toBytes(here.rehearsed().get("old")))
        .isEqualTo(HeadFile.toBytes(there.rehearsed().get("old")));
  }

  @Test
  void validationRowsOfTheNewTaskStopNoTrainingThatLearnsTheOthersAnewToo() {
    FineTuning goesOn = rehearsing(Optional.of(adapter(9)), new Rehearsal(false, 1.0));
    FineTuning anew = rehearsing(Optional.empty(), Rehearsal.ALIKE);
    assertThat(local().fineTune(goesOn).report().validationLosses()).isNotEmpty();
    FineTuned all = local().fineTune(anew);
    assertThat(all.report().validationLosses()).isEmpty();
    assertThat(all.report().epochLosses()).hasSize(settings.training().epochs());
  }

  @Test
  void anewMeansThatOldHeadsBeginAnewToo() {
    FineTuned anew = local().fineTune(rehearsing(Optional.empty(), Rehearsal.ALIKE, 7));
    FineTuned other = local().fineTune(rehearsing(Optional.empty(), Rehearsal.ALIKE, 8));
    assertThat(other.adapter()).isEqualTo(anew.adapter());
    assertThat(other.rehearsed()).isEqualTo(anew.rehearsed());
    FineTuned goesOn = local().fineTune(rehearsing(Optional.of(adapter(9)), Rehearsal.ALIKE, 7));
    FineTuned otherwise = local().fineTune(rehearsing(Optional.of(adapter(9)), Rehearsal.ALIKE, 8));
    assertThat(otherwise.rehearsed()).isNotEqualTo(goesOn.rehearsed());
  }

  @Test
  void aHeadAloneTakesTwelveTimesAsManyPasses() {
    TrainedTask probe = local().trainHead(settings.training().withEpochs(1));
    assertThat(probe.report().epochLosses()).hasSize(12);
  }

  @Test
  void trainsTheSameFusion() {
    List<AdapterWeights> adapters = List.of(adapter(9), adapter(10), adapter(11));
    StepCosts costs = new StepCosts();
    TrainedFusion there = cluster.trainFusion(adapters, settings.training());
    TrainedFusion here =
        local(LocalTrainings.NOT_KEPT, costs).trainFusion(adapters, settings.training());
    assertThat(FusionFile.toBytes(here.fusion())).isEqualTo(FusionFile.toBytes(there.fusion()));
    assertThat(HeadFile.toBytes(here.head())).isEqualTo(HeadFile.toBytes(there.head()));
    assertThat(costs.consolidateSeconds()).isEqualTo(here.report().seconds()).isPositive();
    assertThat(costs.parameters())
        .isEqualTo(here.fusion().parameters() + 3L * (backbone.config().hidden() + 1));
  }

  @Test
  void weighsAndComparesAlike() {
    TrainedTask trained = cluster.trainAdapter(settings.adapter(), settings.training());
    assertThat(AdapterFile.toBytes(local().fisher(trained.adapter(), trained.head())))
        .isEqualTo(AdapterFile.toBytes(cluster.fisher(trained.adapter(), trained.head())));
    List<Contender> contenders =
        List.of(
            Contender.on(trained.adapter(), trained.head()),
            Contender.frozen(trained.head()),
            Contender.on(trained.adapter(), trained.head())
                .with(trained.head().scaled(0), trained.head()));
    ContenderCounts there = cluster.validate(contenders);
    ContenderCounts here = local().validate(contenders);
    assertThat(here.rows()).isEqualTo(there.rows()).isEqualTo(9);
    assertThat(here.accuracy(0)).isEqualTo(there.accuracy(0));
    assertThat(here.accuracy(1)).isEqualTo(there.accuracy(1));
    assertThat(here.accuracy(2)).isEqualTo(there.accuracy(2)).isEqualTo(here.accuracy(1));
    assertThat(here.loss(2)).isCloseTo(here.loss(1), within(1e-6));
  }

  @Test
  void aFusedTaskIsValidatedAsItIsServed() {
    List<AdapterWeights> adapters = List.of(adapter(9), adapter(10));
    TrainedFusion trained = local().trainFusion(adapters, settings.training());
    List<Contender> fused =
        List.of(
            new Contender(
                adapters, Optional.of(trained.fusion()), trained.head(), Optional.empty()));
    ContenderCounts here = local().validate(fused);
    assertThat(cluster.validate(fused).accuracy(0)).isEqualTo(here.accuracy(0));

    ServedTask served =
        new ServedTask(
            0,
            trained.head(),
            Optional.of(new TaskFusion(List.of(0, 1), trained.fusion())),
            Optional.empty());
    List<Prediction> answers = new ArrayList<>();
    List<FeatureRow> rows = task.first(Split.VALIDATION, 9);
    try (TaskPredictor predictor =
        new TaskPredictor(
            backbone,
            null,
            new ServingModel(FROM_LAYER, adapters, new TreeMap<>(Map.of("asked", served))),
            PredictorOptions.defaults())) {
      answers.addAll(predictor.predictFeatures(rows, "asked"));
    }
    ContenderCounts expected = new ContenderCounts(1);
    for (int i = 0; i < rows.size(); i++) {
      float[] logits = new float[LABELS.size()];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = (float) Math.log(answers.get(i).probability()[c]);
      }
      expected.add(rows.get(i).label(), new float[][] {logits});
    }
    assertThat(here.rows()).isEqualTo(expected.rows()).isPositive();
    assertThat(here.accuracy(0)).isEqualTo(expected.accuracy(0));
    assertThat(here.loss(0)).isCloseTo(expected.loss(0), within(1e-4));
  }

  @Test
  void sumsTheFrozenFeaturesAlike() {
    ClassStatistics there = cluster.statistics();
    ClassStatistics here = local().statistics();
    assertThat(here.tensors().keySet()).isEqualTo(there.tensors().keySet());
    here.tensors()
        .forEach(
            (name, tensor) -> {
              float[] expected = there.tensors().get(name).values();
              for (int i = 0; i < expected.length; i++) {
                assertThat(tensor.values()[i])
                    .as(name)
                    .isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
              }
            });
  }

  @Test
  void whatIsKeptIsNotTrainedAgainAndCountsWithItsSeconds(@TempDir Path run) throws Exception {
    RunFolder kept =
        RunFolder.at(
            new org.apache.hadoop.fs.Path(run.resolve("task").toUri()), new Configuration());
    LocalTrainings trainings = new LocalTrainings(kept, null, "features");
    StepCosts first = new StepCosts();
    TrainedTask trained =
        local(trainings, first).trainAdapter(settings.adapter(), settings.training());
    StepCosts second = new StepCosts();
    TrainedTask again =
        local(trainings, second).trainAdapter(settings.adapter(), settings.training());
    assertThat(AdapterFile.toBytes(again.adapter()))
        .isEqualTo(AdapterFile.toBytes(trained.adapter()));
    assertThat(second.learnSeconds()).isEqualTo(first.learnSeconds()).isPositive();
  }

  @Test
  void aFusionThatIsKeptIsNotTrainedAgainUnlessItAttendsToSomethingElse(@TempDir Path run)
      throws Exception {
    RunFolder kept =
        RunFolder.at(
            new org.apache.hadoop.fs.Path(run.resolve("state").toUri()), new Configuration());
    LocalTrainings trainings = new LocalTrainings(null, kept, "features");
    List<AdapterWeights> adapters = List.of(adapter(9), adapter(10));
    TrainedFusion trained =
        local(trainings, new StepCosts()).trainFusion(adapters, settings.training());
    TrainedFusion again =
        local(trainings, new StepCosts()).trainFusion(adapters, settings.training());
    assertThat(again).isEqualTo(trained);
    TrainedFusion other =
        local(trainings, new StepCosts())
            .trainFusion(List.of(adapter(9), adapter(11)), settings.training());
    assertThat(other.fusion()).isNotEqualTo(trained.fusion());
  }

  private static LearnerState twoSlots() {
    AdapterPool pool =
        AdapterPool.empty(2)
            .append(adapter(9), "one")
            .append(adapter(10), "two")
            .consolidate(0, adapter(9), "three");
    return new LearnerState(
        FROM_LAYER,
        pool,
        List.of(learnt("one", 2, 0, 7), learnt("two", 3, 1, 8), learnt("three", 3, 0, 9)),
        new Reservoir(0, 0));
  }

  private static LearnedTask learnt(String id, int classes, int slot, long seed) {
    Head head = RandomParts.head(classes, seed);
    return new LearnedTask(manifest(id, head.labels().classes()), head, slot, Optional.empty());
  }

  private static AdapterWeights adapter(long seed) {
    return RandomParts.adapter(backbone.config(), AdapterKind.HOULSBY, seed, 4);
  }

  private static TaskManifest manifest(String id, List<String> classes) {
    return InMemoryTask.manifest(id, classes, new SplitCounts(24, 3, 3));
  }
}
