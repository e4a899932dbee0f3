package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.strategy.AdapterChoice;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are learnt otherwise than by the defaults, each in a lake of its own. */
class LakeVariantsTest extends SparkTest {
  private static final SettingsChoice ONE_SLOT = LearntLake.choice("ada", 1);

  @Test
  void headsOnFrozenFeaturesTakeTheIdentitySlotAndOnePerTaskTakesASlotEach(@TempDir Path folder)
      throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    String first = lake.write("first", 2, 24);
    LearnOutcome head = lake.learn("first", first, LearntLake.choice("head-only", 1), false);
    assertThat(head.model().state().pool().slots()).isEmpty();
    assertThat(head.matrix().cell(0, 0)).isGreaterThan(0.5);
    for (String task : List.of("second", "third")) {
      lake.learn(task, lake.write(task, 2, 24), LearntLake.choice("adapters", 1), false);
    }
    ServingModel serving =
        PublishedModel.load(spark(), lake.store, ModelReference.newest(lake.store.root()))
            .model()
            .stored(spark().sessionState().newHadoopConf())
            .state()
            .serving();
    assertThat(serving.tasks().get("first").slot()).isEqualTo(ServingModel.IDENTITY_SLOT);
    assertThat(serving.tasks().get("second").slot()).isZero();
    assertThat(serving.tasks().get("third").slot()).isEqualTo(1);
  }

  @Test
  void aTasksAdapterAndHeadDoNotDependOnWhatWasLearntBefore(@TempDir Path folder)
      throws IOException {
    SettingsChoice choice = LearntLake.choice("adapters", 1);
    LearntLake alone = new LearntLake(spark(), folder.resolve("alone"));
    LearnOutcome first = alone.learn("third", alone.write("third", 2, 24), choice, false);
    LearntLake late = new LearntLake(spark(), folder.resolve("late"));
    late.learn("first", late.write("first", 3, 24), choice, false);
    late.learn("second", late.write("second", 2, 24), choice, false);
    LearnOutcome last = late.learn("third", late.write("third", 2, 24), choice, false);
    // Adapters of the three slots, then heads of the three tasks.
    List<String> adapterAndHead =
        List.of(LearntLake.weights(last).get(2), LearntLake.weights(last).get(5));
    assertThat(adapterAndHead).isEqualTo(LearntLake.weights(first));
    for (LearntLake lake : List.of(alone, late)) {
      assertThat(adapterAndHead)
          .allSatisfy(
              hash ->
                  assertThat(lake.root.resolve("objects").resolve(hash + ".safetensors")).exists());
    }
  }

  @Test
  void aSlotOfLowRankAdaptersGrowsAndItsHeadsAreTrainedAlong(@TempDir Path folder)
      throws IOException {
    SettingsChoice d = ONE_SLOT;
    SettingsChoice choice =
        new SettingsChoice(
            d.strategy(),
            d.poolSize(),
            d.transferability(),
            new AdapterChoice(AdapterKind.LORA, 16, 4, 8),
            d.fromLayer(),
            d.maxLength(),
            d.training(),
            d.consolidation(),
            d.start(),
            6,
            true,
            d.reservoirRows(),
            d.identity(),
            d.seed());
    LearntLake lake = new LearntLake(spark(), folder);
    String uri = lake.write("first", 2, 24);
    LearnerState before = lake.learn("first", uri, choice, false).model().state();
    assertThat(slot(before).config().width()).isEqualTo(4);
    String next = lake.write("second", 2, 24);
    LearnOutcome second = lake.learnOnExecutor("second", next, choice, LearningListener.NONE);
    LearnerState after = second.model().state();

    assertThat(slot(after).config()).isEqualTo(slot(before).config().withWidth(6));
    assertThat(slot(after).config().kind()).isEqualTo(AdapterKind.LORA);
    assertThat(after.task("first").orElseThrow().head())
        .isNotEqualTo(before.task("first").orElseThrow().head());
    assertThat(second.matrix().cell(1, 0)).isNotNull();
    LearnerState read =
        PublishedModel.load(spark(), lake.store, ModelReference.newest(lake.store.root()))
            .model()
            .stored(spark().sessionState().newHadoopConf())
            .state();
    assertThat(read.pool()).isEqualTo(after.pool());
    assertThat(read.task("first").orElseThrow().head())
        .isEqualTo(after.task("first").orElseThrow().head());
  }

  private static AdapterWeights slot(LearnerState state) {
    return state.pool().slots().get(0).weights();
  }

  @Test
  void testRowsThatAreGoneOrReplacedLeaveTheirCellsEmpty(@TempDir Path folder) throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    LearnOutcome first = lake.learn("first", lake.write("first", 2, 24), ONE_SLOT, false);
    LearnOutcome second = lake.learn("second", lake.write("second", 2, 24), ONE_SLOT, false);
    assertThat(second.matrix().cell(1, 0)).isNotNull();
    for (LearnedTask task : second.model().state().tasks()) {
      assertThat(lake.features().erase(task.manifest().fingerprint())).isPositive();
    }
    deleteTable(folder.resolve("tasks/first"));
    lake.write("second", 2, 28);

    LearnOutcome third = lake.learn("third", lake.write("third", 2, 24), ONE_SLOT, false);

    assertThat(third.record().number()).isEqualTo(3);
    assertThat(third.matrix().cell(2, 0)).as("first: its table is gone").isNull();
    assertThat(third.matrix().cell(2, 1)).as("second: other rows are there").isNull();
    assertThat(third.matrix().cell(2, 2)).isNotNull();
    assertThat(first.matrix().cell(0, 0)).isNotNull();
  }

  private static void deleteTable(Path table) throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
