package io.engram.jobs.service;

import io.engram.consolidation.spark.PublishedModel;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.ScoreRequest.TaskChoice;
import io.engram.transformers.spark.LogContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
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
    Configuration conf = spark.sessionState().newHadoopConf();
    try {
      Apart.require(request, conf);
      if (!ScoredFolder.isMadeBy(request.outputFormat())) {
        SaveMode mode = request.overwrite() ? SaveMode.Overwrite : SaveMode.ErrorIfExists;
        return score(request, context, request.output(), mode);
      }
      ScoredFolder folder = ScoredFolder.at(request.output(), request.overwrite(), conf);
      try {
        ScoreResult result = score(request, context, folder.draft(), SaveMode.ErrorIfExists);
        folder.publish();
        return result.at(request.output());
      } finally {
        folder.giveUp();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private ScoreResult score(
      ScoreRequest request, LogContext context, String output, SaveMode mode) {
    progress.begin("loading the model", 0);
    PublishedModel published = Models.load(spark, request.model());
    context.with(LogContext.VERSION, Long.toString(published.record().number()));
    if (request.tasks() instanceof TaskChoice.One one) {
      context.with(LogContext.TASK, one.task());
    }
    progress.begin("scoring", 0);
    return new Scoring(spark, request)
        .score(published, InputTables.open(request.input(), spark), output, mode);
  }
}
