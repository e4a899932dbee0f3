package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.strategy.ChangedChoice;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The strategies that ADA is compared with, through the store: each version goes on from the last.
 */
class ComparedStrategiesTest extends SparkTest {
  @TempDir static Path temporary;
  private static LearntLake lake;
  private static String first;
  private static String second;

  @BeforeAll
  static void writeTables() throws IOException {
    lake = new LearntLake(spark(), temporary.resolve("tables"));
    first = lake.write("first", 2, 24);
    second = lake.write("second", 3, 24);
  }

  private static LearnOutcome learnBoth(LearntLake model, SettingsChoice choice)
      throws IOException {
    model.learn("first", first, choice, false);
    return model.learn("second", second, choice, false);
  }

  private static SettingsChoice with(SettingsChoice c, Map<String, Double> options) {
    return ChangedChoice.of(c).options(options).choice();
  }

  @ParameterizedTest
  @ValueSource(strings = {"finetune", "ewc", "replay", "joint"})
  void oneAdapterServesBothTasksAndTheVersionScoresThem(String strategy, @TempDir Path folder)
      throws IOException {
    LearntLake model = new LearntLake(spark(), folder);
    LearnOutcome outcome = learnBoth(model, LearntLake.choice(strategy, 2));
    LearnerState state = outcome.model().state();
    assertThat(state.loads()).containsExactly(2);
    assertThat(outcome.matrix().cell(1, 1)).isGreaterThan(0.5);
    PipelineModel stage = PipelineModel.load(folder.resolve(outcome.record().folder()).toString());
    Dataset<Row> scored =
        stage.transform(
            lake.table(LearntLake.rows("second", 3, 4))
                .withColumn("task", org.apache.spark.sql.functions.lit("second")));
    assertThat(scored.filter("prediction is not null and error is null").count()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lda", "finetune"})
  void aStrategyThatNeedsNoOldRowsKeepsNone(String strategy, @TempDir Path folder)
      throws IOException {
    LearntLake model = new LearntLake(spark(), folder);
    LearnOutcome outcome = learnBoth(model, LearntLake.choice(strategy, 2));
    assertThat(outcome.model().state().reservoir().rows()).isEmpty();
  }

  @Test
  void classesAreKeptNoLongerThanAStrategyTrainsOnThem(@TempDir Path folder) throws IOException {
    LearntLake model = new LearntLake(spark(), folder);
    LearnOutcome replay = model.learn("first", first, LearntLake.choice("replay", 1), false);
    assertThat(replay.model().state().reservoir().rows())
        .isNotEmpty()
        .allMatch(row -> row.label() != null);
    LearnOutcome ada = model.learn("second", second, LearntLake.choice("ada", 1), false);
    assertThat(ada.model().state().reservoir().rows())
        .extracting(ReservoirRow::task)
        .contains("first", "second");
    assertThat(ada.model().state().reservoir().rows()).allMatch(row -> row.label() == null);
  }

  @Test
  void whatTheStrategyRemembersComesBackFromTheStore(@TempDir Path folder) throws IOException {
    LearntLake model = new LearntLake(spark(), folder);
    LearnOutcome learnt = learnBoth(model, LearntLake.choice("ewc", 1));
    LearnOutcome again = model.learn("second", second, LearntLake.choice("ewc", 1), false);
    assertThat(again.kind()).isEqualTo(LearnOutcome.Kind.UNCHANGED);
    assertThat(learnt.model().state().importance()).isPresent();
    assertThat(again.model().state().importance()).isEqualTo(learnt.model().state().importance());
  }

  @Test
  void weightsThatAreHeldHardStayAndThoseThatAreNotDoNot(@TempDir Path folder) throws IOException {
    SettingsChoice ewc = LearntLake.choice("ewc", 1);
    Optional<Float> free = moved(folder.resolve("free"), with(ewc, Map.of("lambda", 0.0)));
    Optional<Float> held = moved(folder.resolve("held"), with(ewc, Map.of("lambda", 1e7)));
    assertThat(held.orElseThrow()).isLessThan(free.orElseThrow() * 0.9f);
  }

  /** How far the most important weight went while the second task was learnt. */
  private static Optional<Float> moved(Path folder, SettingsChoice choice) throws IOException {
    LearntLake model = new LearntLake(spark(), folder);
    LearnerState before = model.learn("first", first, choice, false).model().state();
    LearnerState after = model.learn("second", second, choice, false).model().state();
    float most = 0;
    float way = 0;
    for (var tensor : before.importance().orElseThrow().precision().tensors().entrySet()) {
      float[] was = before.pool().slots().get(0).weights().tensors().get(tensor.getKey()).values();
      float[] is = after.pool().slots().get(0).weights().tensors().get(tensor.getKey()).values();
      float[] importance = tensor.getValue().values();
      for (int i = 0; i < importance.length; i++) {
        if (importance[i] > most) {
          most = importance[i];
          way = Math.abs(is[i] - was[i]);
        }
      }
    }
    return most > 0 ? Optional.of(way) : Optional.empty();
  }

  @Test
  void replayKeepsItsRowsWithTheirClassesAndJointAllOfThem(@TempDir Path folder)
      throws IOException {
    LearnerState replay =
        learnBoth(new LearntLake(spark(), folder.resolve("r")), LearntLake.choice("replay", 1))
            .model()
            .state();
    assertThat(replay.reservoir().rows())
        .hasSize(20)
        .extracting(ReservoirRow::label)
        .allMatch(label -> label.startsWith("class-"));
    LearnerState joint =
        learnBoth(new LearntLake(spark(), folder.resolve("j")), LearntLake.choice("joint", 1))
            .model()
            .state();
    assertThat(joint.reservoir().size()).isEqualTo(18 * 2 + 18 * 3);
  }

  @Test
  void rehearsedAdaGoesOnFromItsSlotKeepsLabelledRowsAndServesBothTasks(@TempDir Path folder)
      throws IOException {
    LearnOutcome outcome =
        learnBoth(
            new LearntLake(spark(), folder),
            with(LearntLake.choice("ada", 1), Map.of("old-weight", 1.0, "learnt-share", 0.5)));
    LearnerState state = outcome.model().state();
    assertThat(state.loads()).containsExactly(2);
    assertThat(state.reservoir().rows()).extracting(ReservoirRow::label).doesNotContainNull();
    assertThat(outcome.log().orElseThrow().consolidation()).isPresent();
    assertThat(outcome.matrix().cell(1, 0)).isGreaterThan(0.5);
    assertThat(outcome.matrix().cell(1, 1)).isGreaterThan(0.5);
  }

  @Test
  void averagingFillsThePoolAndThenTrainsNothingToConsolidate(@TempDir Path folder)
      throws IOException {
    LearnOutcome outcome =
        learnBoth(new LearntLake(spark(), folder), LearntLake.choice("averaging", 1));
    assertThat(outcome.model().state().loads()).containsExactly(2);
    assertThat(outcome.log().orElseThrow().consolidation()).isEmpty();
  }
}
