package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.closedform.ClosedFormReport;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.strategy.AdapterChoice;
import io.engram.consolidation.strategy.ChangedChoice;
import io.engram.consolidation.strategy.IdentityDecision;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
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
  void aSecondHeadAnswersInTransformAsInTheMatrixAndStaysWhileOthersAreLearnt(@TempDir Path folder)
      throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    SettingsChoice both = ChangedChoice.of(ONE_SLOT).options(Map.of("ensemble", 1.0)).choice();
    lake.learn("first", lake.write("first", 2, 24), both, false);
    LearnOutcome outcome = lake.learn("second", lake.write("second", 3, 24), ONE_SLOT, false);
    ContinualClassifierModel model =
        PublishedModel.load(spark(), lake.store, ModelReference.newest(lake.store.root())).model();
    ServingModel serving = model.stored(spark().sessionState().newHadoopConf()).state().serving();
    assertThat(serving).isEqualTo(outcome.model().state().serving());
    assertThat(serving.tasks().get("first").second()).isPresent();
    assertThat(serving.tasks().get("second").second()).isEmpty();
    assertThat(outcome.record().provenance().counts().get("servedParameters"))
        .isEqualTo(serving.parameters());
    for (String task : List.of("first", "second")) {
      assertThat(accuracy(model, folder, task))
          .as(task)
          .isEqualTo(outcome.matrix().cell(1, outcome.matrix().tasks().indexOf(task)));
    }
  }

  private static double accuracy(ContinualClassifierModel model, Path folder, String task) {
    List<Row> scored =
        model
            .setTask(task)
            .setTaskCol("asked")
            .transform(spark().read().parquet(folder.resolve("tasks/" + task).toString()))
            .where("split = 'test'")
            .collectAsList();
    long right =
        scored.stream().filter(r -> r.getAs("prediction").equals(r.getAs("label"))).count();
    return (double) right / scored.size();
  }

  @Test
  void howManyOldInputsAreKeptChangesWithTheVersionThatIsToldSo(@TempDir Path folder)
      throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    SettingsChoice none = ChangedChoice.of(ONE_SLOT).reservoirRows(0).choice();
    assertThat(kept(lake, "first", ONE_SLOT)).isEqualTo(20);
    assertThat(kept(lake, "second", none)).isZero();
    assertThat(kept(lake, "third", ONE_SLOT)).isEqualTo(20);
  }

  private static int kept(LearntLake lake, String task, SettingsChoice choice) throws IOException {
    LearnOutcome outcome = lake.learn(task, lake.write(task, 2, 24), choice, false);
    return outcome.model().state().reservoir().size();
  }

  @Test
  void aTaskIsServedByAllAdaptersTogetherAndNothingMayChangeThemAfterwards(@TempDir Path folder)
      throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    SettingsChoice fusion = LearntLake.choice("fusion", 1);
    LearnOutcome outcome = null;
    for (String task : List.of("first", "second", "third")) {
      outcome = lake.learn(task, lake.write(task, 2, 24), fusion, false);
    }
    assertThat(outcome.record().provenance().metrics().path("fusion").path("steps").asLong())
        .isPositive();
    ContinualClassifierModel model =
        PublishedModel.load(spark(), lake.store, ModelReference.newest(lake.store.root())).model();
    ServingModel serving = model.stored(spark().sessionState().newHadoopConf()).state().serving();
    assertThat(serving).isEqualTo(outcome.model().state().serving());
    assertThat(serving.slots()).hasSize(3);
    assertThat(serving.tasks().get("first").fusion()).isEmpty();
    assertThat(serving.tasks().get("third").fusion().orElseThrow().slots())
        .containsExactly(0, 1, 2);
    assertThat(outcome.record().provenance().counts().get("servedParameters"))
        .isEqualTo(serving.parameters());
    for (String task : List.of("first", "second", "third")) {
      assertThat(accuracy(model, folder, task))
          .as(task)
          .isEqualTo(outcome.matrix().cell(2, outcome.matrix().tasks().indexOf(task)));
    }
    String fourth = lake.write("fourth", 2, 24);
    assertThatThrownBy(() -> lake.learn("fourth", fourth, LearntLake.choice("ada", 9), false))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("strategy ada changes adapters that fusions of this model attend to")
        .hasMessageContaining("adapters, fusion, head-only");
    LearnOutcome head = lake.learn("fourth", fourth, LearntLake.choice("head-only", 9), false);
    assertThat(head.model().state().answersAsIn(outcome.model().state(), "third")).isTrue();
  }

  @Test
  void aFusionThatIsStoppedGoesOnWithoutItsAdapterBeingTrainedAgain(@TempDir Path folder)
      throws IOException {
    SettingsChoice fusion = LearntLake.choice("fusion", 1);
    LearntLake undisturbed = new LearntLake(spark(), folder.resolve("undisturbed"));
    undisturbed.learn("first", undisturbed.write("first", 2, 24), fusion, false);
    String second = undisturbed.write("second", 2, 24);
    LearnOutcome expected = undisturbed.learn("second", second, fusion, false);

    LearntLake stopped = new LearntLake(spark(), folder.resolve("stopped"));
    stopped.learn("first", stopped.write("first", 2, 24), fusion, false);
    Set<String> before = new TreeSet<>();
    LearningListener stopping =
        listener(
            before,
            (what, step) -> {
              if (what.equals("fusion") && step == 2) {
                throw new IllegalStateException("stopped");
              }
            });
    assertThatThrownBy(
            () -> stopped.learn("second", stopped.write("second", 2, 24), fusion, false, stopping))
        .hasStackTraceContaining("stopped");
    assertThat(before).containsExactly("adapter", "fusion");
    Set<String> after = new TreeSet<>();
    LearnOutcome outcome =
        stopped.learn(
            "second",
            folder.resolve("stopped/tasks/second").toString(),
            fusion,
            false,
            listener(after, (what, step) -> {}));
    assertThat(after).containsExactly("fusion");
    assertThat(LearntLake.weights(outcome)).hasSize(5).isEqualTo(LearntLake.weights(expected));
  }

  private static LearningListener listener(Set<String> seen, BiConsumer<String, Long> steps) {
    return new LearningListener() {
      @Override
      public TrainingListener training(String task, String what) {
        return progress -> {
          seen.add(what);
          steps.accept(what, progress.step());
        };
      }
    };
  }

  @Test
  void closedFormsAreLearntFromSumsServedWithoutAdapterAndTheSameEachTime(@TempDir Path folder)
      throws IOException {
    LearntLake lake = new LearntLake(spark(), folder.resolve("lake"));
    LearnOutcome outcome = null;
    for (String strategy : List.of("nearest-mean", "lda", "ranpac")) {
      SettingsChoice choice = LearntLake.choice(strategy, 1);
      outcome = lake.learn(strategy, lake.write(strategy, 3, 24), choice, false);
      ClosedFormReport report = outcome.log().orElseThrow().closedForm().orElseThrow();
      assertThat(report.method()).isEqualTo(strategy);
      assertThat(outcome.record().provenance().metrics().path("closedForm").path("grid"))
          .hasSize(report.grid().size());
    }
    assertThat(outcome.model().state().pool().slots()).isEmpty();
    assertThat(outcome.record().provenance().counts().get("statisticsBytes")).isPositive();
    ContinualClassifierModel model =
        PublishedModel.load(spark(), lake.store, ModelReference.newest(lake.store.root())).model();
    for (int task = 0; task < 3; task++) {
      String name = model.tasks().get(task);
      List<Row> scored =
          model
              .setTask(name)
              .setTaskCol("asked")
              .transform(spark().read().parquet(folder.resolve("lake/tasks/" + name).toString()))
              .where("split = 'test'")
              .collectAsList();
      long right =
          scored.stream().filter(r -> r.getAs("prediction").equals(r.getAs("label"))).count();
      assertThat((double) right / scored.size())
          .isEqualTo(outcome.matrix().cell(2, outcome.matrix().tasks().indexOf(name)))
          .isGreaterThan(0.5);
    }

    LearntLake again = new LearntLake(spark(), folder.resolve("again"));
    SettingsChoice choice = LearntLake.choice("ranpac", 1);
    LearnOutcome other = again.learn("ranpac", again.write("ranpac", 3, 24), choice, false);
    assertThat(LearntLake.weights(other)).containsExactly(LearntLake.weights(outcome).get(2));
  }

  @Test
  void whereFrozenFeaturesAreAsGoodTheTaskTakesNoSlotAndTheRecordSaysWhy(@TempDir Path folder)
      throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    SettingsChoice usual = LearntLake.choice("ada", 1);
    // At this rate an adapter stays what it began as, which changes nothing.
    TrainingConfig still = usual.training().withAdapterLearningRate(1e-12);
    SettingsChoice auto =
        ChangedChoice.of(usual)
            .trained(still, usual.consolidation())
            .identity(IdentityRule.AUTO)
            .choice();
    String table = folder.resolve("tasks/first").toString();
    lake.table(LearntLake.rows("first", 2, 60))
        .withColumn("split", functions.expr("if(key LIKE '%1', 'validation', split)"))
        .write()
        .parquet(table);
    LearnOutcome outcome = lake.learn("first", table, auto, false);
    IdentityDecision decision = outcome.log().orElseThrow().identity().orElseThrow();
    assertThat(decision.validationRows()).isPositive();
    assertThat(decision.identity()).isTrue();
    assertThat(outcome.model().state().pool().slots()).isEmpty();
    assertThat(outcome.model().state().task("first").orElseThrow().slot())
        .isEqualTo(ServingModel.IDENTITY_SLOT);
    JsonNode recorded = outcome.record().provenance().metrics().path("identity");
    assertThat(recorded.path("identity").asBoolean()).isTrue();
    assertThat(recorded.path("adapter").path("standardError").asDouble())
        .isEqualTo(decision.adapter().standardError());
    assertThat(tables(lake, outcome, "first")).as("evaluated by what it was tried on").isEqualTo(1);
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
    SettingsChoice choice =
        ChangedChoice.of(ONE_SLOT)
            .adapter(new AdapterChoice(AdapterKind.LORA, 16, 4, 8))
            .slots(6, true)
            .choice();
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

  @Test
  void anOldTaskWhoseTableCannotBeReadAnyMoreLeavesItsCellEmptyAndTheNewTaskIsLearnt(
      @TempDir Path folder) throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    LearnOutcome first = lake.learn("first", lake.write("first", 2, 24), ONE_SLOT, false);
    for (LearnedTask task : first.model().state().tasks()) {
      assertThat(lake.features().erase(task.manifest().fingerprint())).isPositive();
    }
    // The last of its files: the table opens, and fails where its rows are read.
    Files.writeString(folder.resolve("tasks/first/zzz.parquet"), "no file of Parquet");

    LearnOutcome second = lake.learn("second", lake.write("second", 2, 24), ONE_SLOT, false);

    assertThat(second.record().number()).isEqualTo(2);
    assertThat(second.matrix().cell(1, 0)).isNull();
    assertThat(second.matrix().cell(1, 1)).isNotNull();
  }

  @Test
  void aTaskWithoutAnAdapterIsEvaluatedByTheFeaturesThatItWasLearntFrom(@TempDir Path folder)
      throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    lake.learn("adapted", lake.write("adapted", 2, 24), ONE_SLOT, false);
    SettingsChoice lda = LearntLake.choice("lda", 1);
    LearnOutcome plain = lake.learn("plain", lake.write("plain", 2, 24), lda, false);
    assertThat(plain.model().state().pool().slots()).isNotEmpty();
    assertThat(plain.matrix().cell(1, 1)).isNotNull();
    assertThat(tables(lake, plain, "plain")).isEqualTo(1);
  }

  /** Feature tables that the lake holds of a task; they are gone afterwards. */
  private static int tables(LearntLake lake, LearnOutcome outcome, String task) {
    LearnedTask learnt = outcome.model().state().task(task).orElseThrow();
    return lake.features().erase(learnt.manifest().fingerprint());
  }

  private static void deleteTable(Path table) throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
