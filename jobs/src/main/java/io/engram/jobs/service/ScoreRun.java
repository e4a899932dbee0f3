package io.engram.jobs.service;

import io.engram.consolidation.spark.PublishedModel;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.ScoreRequest.TaskChoice;
import io.engram.transformers.spark.LogContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Scores one table and writes the result. */
final class ScoreRun {
  private final SparkSession spark;
  private final Progress progress;

  ScoreRun(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  ScoreResult score(ScoreRequest request, LogContext context) {
    progress.begin("loading the model", 0);
    PublishedModel published = Models.load(spark, request.model());
    context.with(LogContext.VERSION, Long.toString(published.record().number()));
    if (request.tasks() instanceof TaskChoice.One one) {
      context.with(LogContext.TASK, one.task());
    }
    progress.begin("scoring", 0);
    return new Scoring(spark, request)
        .score(
            published,
            InputTables.open(request.input(), spark),
            request.output(),
            request.overwrite() ? SaveMode.Overwrite : SaveMode.ErrorIfExists);
  }
}
