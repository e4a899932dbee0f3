package io.engram.transformers.spark;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.sql.SparkSession;

/**
 * Kills the executor of the first task of a stage while that task runs. Stages that only write for
 * a shuffle are passed over: their tasks are too short to be caught.
 */
public final class ExecutorKill extends SparkListener {
  private final String stage;
  private final Set<Integer> stages = new HashSet<>();
  private long task = -1;
  private volatile boolean lost;

  private ExecutorKill(String stage) {
    this.stage = stage;
  }

  /**
   * Runs the work, and kills once.
   *
   * @param stage part of the stage's name or description, such as {@code ExecutorPlace}
   * @throws IllegalStateException when no task of such a stage was lost with its executor
   */
  public static <T> T during(SparkSession session, String stage, Callable<T> work)
      throws Exception {
    ExecutorKill kill = new ExecutorKill(stage);
    session.sparkContext().addSparkListener(kill);
    try {
      T result = work.call();
      if (!kill.lost) {
        throw new IllegalStateException("no task of " + stage + " lost its executor");
      }
      return result;
    } finally {
      session.sparkContext().removeSparkListener(kill);
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    StageInfo info = submitted.stageInfo();
    String description = submitted.properties().getProperty("spark.job.description", "");
    if ((info.name().contains(stage) || description.contains(stage))
        && info.shuffleDepId().isEmpty()) {
      stages.add(info.stageId());
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    if (task < 0 && stages.contains(start.stageId())) {
      task = start.taskInfo().taskId();
      ExecutorProcesses.kill(ExecutorProcesses.of(start.taskInfo().executorId()));
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().taskId() == task) {
      lost = end.reason() instanceof ExecutorLostFailure;
    }
  }
}
