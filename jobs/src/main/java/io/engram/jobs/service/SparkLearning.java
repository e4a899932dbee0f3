package io.engram.jobs.service;

import io.engram.consolidation.store.runs.Runs;
import io.engram.jobs.console.Progress;
import io.engram.transformers.spark.LogContext;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Learning and scoring on one Spark session. */
public final class SparkLearning implements Learning {
  private final SparkSession spark;

  /** Of what is asked without saying which run it belongs to. */
  private final RunId own = RunId.fresh();

  public SparkLearning(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public LearnResult learn(LearnRequest request, Progress progress) {
    try (LogContext context = of(request.run())) {
      return new LearnRun(spark, progress).learn(request);
    }
  }

  @Override
  public void prepare(LearnRequest request, Progress progress) {
    try (LogContext context = of(request.run())) {
      new LearnRun(spark, progress).prepare(request);
    }
  }

  @Override
  public LearnResult resume(
      String model, Runs.Unfinished run, Map<String, String> options, Progress progress) {
    try (LogContext context = of(own)) {
      return new LearnRun(spark, progress).resume(model, run, options);
    }
  }

  @Override
  public long count(InputSpec input) {
    return InputTables.open(input, spark).count();
  }

  @Override
  public ScoreResult score(ScoreRequest request, Progress progress) {
    try (LogContext context = of(own)) {
      return new ScoreRun(spark, own, progress).score(request, context);
    }
  }

  @Override
  public StreamResult scoreStream(StreamRequest request, Consumer<ScoreResult> afterBatch) {
    try (LogContext context = of(own)) {
      return new StreamRun(spark, request, own, afterBatch).run();
    }
  }

  @Override
  public EvaluateResult evaluate(EvaluateRequest request, Progress progress) {
    try (LogContext context = of(own)) {
      return new EvaluateRun(spark, progress).evaluate(request, context);
    }
  }

  @Override
  public RoutedResult evaluateRouted(EvaluateRoutedRequest request, Progress progress) {
    try (LogContext context = of(own)) {
      return new EvaluateRoutedRun(spark, progress).evaluate(request, context);
    }
  }

  @Override
  public LabelsResult evaluateLabels(EvaluateLabelsRequest request, Progress progress) {
    try (LogContext context = of(own)) {
      return new EvaluateLabelsRun(spark, progress).evaluate(request, context);
    }
  }

  private LogContext of(RunId run) {
    return LogContext.open(spark).with(LogContext.RUN, run.value());
  }
}
