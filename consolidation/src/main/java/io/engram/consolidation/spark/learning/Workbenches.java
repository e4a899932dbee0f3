package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearningWorkbench;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.BackboneAddress;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Makes the workbench of a task. */
public final class Workbenches {
  private Workbenches() {}

  /**
   * @param learnt feature rows of the task, test rows left out
   * @param oldInputs feature rows of unlabelled inputs of other tasks, or null
   * @param onExecutor whether trainings run in one executor instead of the driver
   * @param trainings what is kept of them
   * @param listeners of the steps of a training, by what is trained
   */
  public static LearningWorkbench of(
      TaskManifest task,
      LearnerSettings settings,
      Dataset<Row> learnt,
      Dataset<Row> oldInputs,
      BackboneAddress backbone,
      boolean onExecutor,
      Trainings trainings,
      Function<String, TrainingListener> listeners) {
    TrainingPlace place =
        onExecutor
            ? new ExecutorPlace(backbone, TrainingResources.of(learnt.sparkSession().conf()))
            : new DriverPlace(backbone);
    return new SparkWorkbench(
        task, settings, learnt, oldInputs, backbone, place, trainings, listeners);
  }
}
