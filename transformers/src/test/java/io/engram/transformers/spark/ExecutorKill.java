package io.engram.transformers.spark;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.sql.SparkSession;

/**
 * Kills the executors of the first tasks of stages while these tasks run. Stages that only write
 * for a shuffle are passed over: their tasks are too short to be caught.
 */
public final class ExecutorKill extends SparkListener {
  private final String stage;
  private final Set<Integer> turns;
  private final Set<Integer> seen = new HashSet<>();
  private final Set<Integer> doomed = new HashSet<>();
  private final Set<Long> tasks = new HashSet<>();
  private final AtomicInteger lost = new AtomicInteger();

  private ExecutorKill(String stage, Set<Integer> turns) {
    this.stage = stage;
    this.turns = turns;
  }

  /**
   * Runs the work, and kills once.
   *
   * @param stage part of the stage's name or description, such as {@code ExecutorPlace}
   * @throws IllegalStateException when no task of such a stage was lost with its executor
   */
  public static <T> T during(SparkSession session, String stage, Callable<T> work)
      throws Exception {
    return during(session, stage, Set.of(1), work);
  }

  /**
   * Runs the work, and kills once in each of several stages.
   *
   * @param turns which of the stages of that name, counted from 1
   */
  public static <T> T during(
      SparkSession session, String stage, Set<Integer> turns, Callable<T> work) throws Exception {
    ExecutorKill kill = new ExecutorKill(stage, turns);
    session.sparkContext().addSparkListener(kill);
    try {
      T result = work.call();
      if (kill.lost.get() != turns.size()) {
        throw new IllegalStateException(
            kill.lost + " of " + turns.size() + " tasks of " + stage + " lost their executors");
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
        && info.shuffleDepId().isEmpty()
        && seen.add(info.stageId())
        && turns.contains(seen.size())) {
      doomed.add(info.stageId());
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    if (doomed.remove(start.stageId())) {
      tasks.add(start.taskInfo().taskId());
      ExecutorProcesses.kill(ExecutorProcesses.of(start.taskInfo().executorId()));
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (tasks.remove(end.taskInfo().taskId()) && end.reason() instanceof ExecutorLostFailure) {
      lost.incrementAndGet();
    }
  }
}
