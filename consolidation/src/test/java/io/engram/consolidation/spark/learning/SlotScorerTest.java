package io.engram.consolidation.spark.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.distillation.RandomParts;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.learning.FeatureColumns;
import io.engram.consolidation.learning.SlotModel;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.statistics.ClassMoments;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearningWorkbench;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.InMemoryTask;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.ControlScore;
import io.engram.consolidation.transferability.Leep;
import io.engram.consolidation.transferability.SeededProjection;
import io.engram.consolidation.transferability.ShuffledLabels;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.consolidation.transferability.SlotQuestion;
import io.engram.consolidation.transferability.TransRate;
import io.engram.consolidation.transferability.TransRateCounts;
import io.engram.consolidation.transferability.TransRateOptions;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.FeatureSpec;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What executors aggregate over partitions is what the plain functions say of all rows at once. */
class SlotScorerTest extends SparkTest {
  private static final int FROM_LAYER = 1;
  private static final int ROWS = 90;
  private static final long SEED = 3;
  private static final LabelSpace LABELS = new LabelSpace(List.of("a", "b", "c"));
  private static final long[] COUNTS = {30, 30, 30};

  @TempDir static Path folder;
  private static TinyLake lake;
  private static Dataset<Row> features;
  private static List<FeatureRow> rows;
  private static List<Head> heads;
  private static SlotModel slot;
  private static float[][] pooled;

  @BeforeAll
  static void encode() {
    lake = TinyLake.create(folder, 5);
    StructType schema = new StructType();
    for (String column : List.of("row_key", "text", "pair", "label", "split")) {
      schema = schema.add(column, DataTypes.StringType);
    }
    Random random = new Random(1);
    List<Row> texts = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String label = LABELS.name(i % 3);
      String text = label + " " + (char) ('d' + random.nextInt(20)) + " " + (char) ('d' + i % 5);
      texts.add(RowFactory.create("row-" + i, text, null, label, "train"));
    }
    features =
        new FeatureCache(spark(), folder.resolve("cache").toUri().toString(), 1L << 30)
            .features(
                spark().createDataFrame(texts, schema),
                "a".repeat(64),
                FeatureSpec.withHidden(lake.backbone(), FROM_LAYER, 32))
            .repartition(4);
    rows =
        features.collectAsList().stream()
            .map(row -> SpooledRows.featureRow(row, LABELS, new FeatureColumns(true, false, false)))
            .toList();
    try (Backbone backbone = lake.folder().load()) {
      heads = List.of(RandomParts.head(2, 7), RandomParts.head(3, 8));
      slot = SlotModel.of(adapter(backbone, 9), heads, FROM_LAYER);
      pooled = slot.pooled(backbone, rows);
    }
  }

  private static AdapterWeights adapter(Backbone backbone, long seed) {
    return RandomParts.adapter(backbone.config(), AdapterKind.HOULSBY, seed, 4);
  }

  private static SlotScorer scorer() {
    return new SlotScorer(
        features, LABELS, BackboneAddress.of(spark(), lake.backbone().toString()));
  }

  @Test
  void leepOverPartitionsIsLeepOfAllRows() {
    int[] labels = rows.stream().mapToInt(FeatureRow::label).toArray();
    double[] scores = scorer().leep(slot);
    assertThat(scores).hasSize(2);
    for (int h = 0; h < scores.length; h++) {
      double[][] theta = new double[ROWS][];
      for (int i = 0; i < ROWS; i++) {
        theta[i] = Leep.probabilities(heads.get(h).logits(pooled[i]));
      }
      assertThat(scores[h]).isCloseTo(Leep.score(theta, labels, 3), within(1e-5)).isNegative();
    }
  }

  @Test
  void transRateOverPartitionsIsTransRateOfAllRows() {
    TransRateOptions d = TransRateOptions.defaults();
    TransRateOptions raw =
        new TransRateOptions(d.centring(), d.epsilon(), d.unitTrace(), d.maxDimensions(), 0);
    int dimensions = raw.dimensions(pooled[0].length, ROWS);
    SeededProjection projection = new SeededProjection(pooled[0].length, dimensions, SEED);
    ClassMoments moments = new ClassMoments(3, dimensions);
    TransRateCounts shuffled = new TransRateCounts(3, dimensions, d.shuffles());
    ShuffledLabels shuffles = new ShuffledLabels(COUNTS, SEED);
    for (int i = 0; i < ROWS; i++) {
      double[] z = projection.apply(pooled[i]);
      moments.add(rows.get(i).label(), z);
      shuffled.add(rows.get(i).key(), rows.get(i).label(), z, shuffles);
    }
    assertThat(scorer().transRate(slot, COUNTS, raw, SEED))
        .isCloseTo(TransRate.score(moments, raw), within(1e-4))
        .isPositive();
    assertThat(scorer().transRate(slot, COUNTS, d, SEED))
        .isCloseTo(shuffled.score(d), within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"leep", "transrate", "transrate-plain", "random", "least-loaded"})
  void theWorkbenchChoosesByEveryMethod(String method) {
    LearnerState state = twoSlots();
    SlotChoice choice = workbench().selectSlot(state, method);
    assertThat(choice.method()).isEqualTo(method);
    assertThat(choice.loads()).containsExactly(2, 1);
    assertThat(choice.scores()).hasSize(2);
    SlotQuestion question = new SlotQuestion("asked", SEED, state.loads());
    if (method.equals("transrate-plain")) {
      assertThat(choice.scores()).isNotEqualTo(workbench().selectSlot(state, "transrate").scores());
    } else if (method.equals("random")) {
      assertThat(choice.slot()).isEqualTo(SlotChoice.choose(ControlScore.RANDOM, question).slot());
    } else if (method.equals("least-loaded")) {
      assertThat(choice.slot()).isEqualTo(1);
    }
  }

  private static LearningWorkbench workbench() {
    SettingsChoice d = SettingsChoice.defaults();
    LearnerSettings settings =
        new LearnerSettings(
            "ada",
            2,
            "leep",
            new BottleneckConfig(Placement.HOULSBY, 4, FROM_LAYER),
            32,
            d.training(),
            d.consolidation(),
            d.start(),
            d.slotWidth(),
            d.trainHeads(),
            0,
            d.identity(),
            SEED,
            Collections.emptySortedMap(),
            RouterRule.LDA);
    return Workbenches.of(
        manifest("asked", LABELS.classes()),
        settings,
        features,
        null,
        BackboneAddress.of(spark(), lake.backbone().toString()),
        false,
        Trainings.NOT_KEPT,
        what -> TrainingListener.NONE);
  }

  private static LearnerState twoSlots() {
    try (Backbone backbone = lake.folder().load()) {
      AdapterPool pool =
          AdapterPool.empty(2)
              .append(adapter(backbone, 9), "one")
              .append(adapter(backbone, 10), "two")
              .consolidate(0, adapter(backbone, 9), "three");
      return new LearnerState(
          FROM_LAYER,
          pool,
          List.of(
              learnt("one", heads.get(0), 0),
              learnt("two", heads.get(1), 1),
              learnt("three", heads.get(1), 0)),
          new Reservoir(0, 0));
    }
  }

  private static LearnedTask learnt(String task, Head head, int slot) {
    return new LearnedTask(manifest(task, head.labels().classes()), head, slot, Optional.empty());
  }

  private static TaskManifest manifest(String task, List<String> classes) {
    return InMemoryTask.manifest(task, classes, new SplitCounts(30, 0, 0));
  }
}
