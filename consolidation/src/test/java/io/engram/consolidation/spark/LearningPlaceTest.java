package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the parts of learning are computed, in local mode. */
class LearningPlaceTest extends SparkTest {

  /** Stages of the table of targets, by the line that runs them. */
  private static final class TargetStages extends SparkListener {
    private final List<Integer> tasks = new CopyOnWriteArrayList<>();

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
      if (completed.stageInfo().name().contains("count at SparkWorkbench")) {
        tasks.add(completed.stageInfo().numTasks());
      }
    }
  }

  @Test
  void targetsAreComputedOnAllCoresBeforeTheTrainingAndNotKeptAfterIt(@TempDir Path other)
      throws Exception {
    LearntLake lake = new LearntLake(spark(), other);
    SettingsChoice choice = LearntLake.choice("ada", 1);
    lake.learn("first", lake.write("first", 2, 24), choice, false);
    TargetStages stages = new TargetStages();
    spark().sparkContext().addSparkListener(stages);
    try {
      LearnOutcome second = lake.learn("second", lake.write("second", 2, 24), choice, false);
      assertThat(second.log().orElseThrow().consolidation()).isPresent();
    } finally {
      spark().sparkContext().removeSparkListener(stages);
    }
    // Features of the task and of the reservoir have two partitions each.
    assertThat(stages.tasks).contains(4);
    assertThat(spark().sparkContext().getPersistentRDDs().isEmpty()).isTrue();
  }

  @Test
  void whereTheClusterHasNoProfilesAnExecutorTrainsWithoutThemToTheSameBytes(@TempDir Path other)
      throws IOException {
    LearntLake onDriver = new LearntLake(spark(), other.resolve("driver"));
    LearntLake onExecutor = new LearntLake(spark(), other.resolve("executor"));
    SettingsChoice choice = LearntLake.choice("ada", 2);
    LearnOutcome expected = onDriver.learn("first", onDriver.write("first", 2, 24), choice, false);
    spark().conf().set("spark.engram.training.gpus", "1");
    try {
      LearnOutcome learnt =
          onExecutor.learnOnExecutor(
              "first", onExecutor.write("first", 2, 24), choice, LearningListener.NONE);
      assertThat(LearntLake.weights(learnt)).isEqualTo(LearntLake.weights(expected));
      spark().conf().set("spark.engram.training.gpus", "one");
      assertThatThrownBy(
              () ->
                  onExecutor.learnOnExecutor(
                      "second", onExecutor.write("second", 2, 24), choice, LearningListener.NONE))
          .hasMessageContaining(
              "spark.engram.training.gpus must be a whole number from 0, got one");
    } finally {
      spark().conf().unset("spark.engram.training.gpus");
    }
  }
}
