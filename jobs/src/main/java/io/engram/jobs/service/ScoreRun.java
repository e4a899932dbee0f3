package io.engram.jobs.service;

import io.engram.consolidation.spark.PublishedModel;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.ScoreRequest.TaskChoice;
import io.engram.transformers.spark.LogContext;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Scores one table and writes the result. */
final class ScoreRun {
  private final SparkSession spark;
  private final RunId run;
  private final Progress progress;

  /**
   * @param run names what is written beside an output that it replaces
   */
  ScoreRun(SparkSession spark, RunId run, Progress progress) {
    this.spark = spark;
    this.run = run;
    this.progress = progress;
  }

  ScoreResult score(ScoreRequest request, LogContext context) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    request.apart(hadoop);
    progress.begin("loading the model", 0);
    PublishedModel published = Models.load(spark, request.model());
    context.with(LogContext.VERSION, Long.toString(published.record().number()));
    if (request.tasks() instanceof TaskChoice.One one) {
      context.with(LogContext.TASK, one.task());
    }
    progress.begin("scoring", 0);
    Scoring scoring = new Scoring(spark, request);
    Dataset<Row> table = InputTables.open(request.input(), spark);
    if (!request.plainFiles()) {
      // A table format replaces by a commit of its own.
      SaveMode mode = request.overwrite() ? SaveMode.Overwrite : SaveMode.ErrorIfExists;
      return scoring.score(published, table, request.output(), mode);
    }
    return new WholeOutput(request.output(), request.overwrite(), run, hadoop)
        .write(fresh -> scoring.score(published, table, fresh, SaveMode.ErrorIfExists))
        .at(request.output());
  }
}
