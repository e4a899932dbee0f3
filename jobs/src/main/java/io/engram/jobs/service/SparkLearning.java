package io.engram.jobs.service;

import io.engram.consolidation.store.runs.Runs;
import io.engram.jobs.console.Progress;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Learning and scoring on one Spark session. */
public final class SparkLearning implements Learning {
  private final SparkSession spark;

  public SparkLearning(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public LearnResult learn(LearnRequest request, Progress progress) {
    return new LearnRun(spark, progress).learn(request);
  }

  @Override
  public void prepare(LearnRequest request, Progress progress) {
    new LearnRun(spark, progress).prepare(request);
  }

  @Override
  public LearnResult resume(
      String model, Runs.Unfinished run, Map<String, String> options, Progress progress) {
    return new LearnRun(spark, progress).resume(model, run, options);
  }

  @Override
  public long count(InputSpec input) {
    return InputTables.open(input, spark).count();
  }

  @Override
  public ScoreResult score(ScoreRequest request, Progress progress) {
    return new ScoreRun(spark, progress).score(request);
  }

  @Override
  public StreamResult scoreStream(StreamRequest request, Consumer<ScoreResult> afterBatch) {
    return new StreamRun(spark, request, afterBatch).run();
  }

  @Override
  public EvaluateResult evaluate(EvaluateRequest request, Progress progress) {
    return new EvaluateRun(spark, progress).evaluate(request);
  }
}
