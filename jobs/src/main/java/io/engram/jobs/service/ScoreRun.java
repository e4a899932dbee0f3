package io.engram.jobs.service;

import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.spark.ScoringCounters;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.ScoreRequest.TaskChoice;
import io.engram.transformers.spark.LogContext;
import java.util.Optional;
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
    ContinualClassifierModel model =
        Models.columns(
            published.model(),
            request.input().textCol(),
            request.input().textPairCol(),
            request.input().keyCols());
    ask(model, request.tasks());
    model.setScoringBatchSize(request.batchSize());
    model.setHandleInvalid(request.onBadRows().equals("fail") ? "error" : request.onBadRows());
    progress.begin("scoring", 0);
    long start = System.nanoTime();
    ScoringCounters counters = new ScoringCounters(spark);
    write(model, request, counters);
    return new ScoreResult(
        published.record().number(),
        counters.rows(),
        counters.bad(),
        counters.truncated(),
        (System.nanoTime() - start) / 1e9,
        request.output());
  }

  // Spark's checked exceptions arrive undeclared.
  private void write(
      ContinualClassifierModel model, ScoreRequest request, ScoringCounters counters) {
    try {
      model
          .score(InputTables.open(request.input(), spark), counters)
          .write()
          .format(request.outputFormat())
          .mode(request.overwrite() ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
          .save(request.output());
    } catch (Exception e) {
      Optional<DataRefusedException> refused = ScoringRefusals.of(e, request.input());
      if (refused.isPresent()) {
        throw refused.get();
      }
      throw e;
    }
  }

  private static void ask(ContinualClassifierModel model, TaskChoice tasks) {
    if (tasks instanceof TaskChoice.One one) {
      requireLearnt(model, one.task());
      model.setTask(one.task());
    } else if (tasks instanceof TaskChoice.Column column) {
      model.setTaskCol(column.column());
    } else if (tasks instanceof TaskChoice.All all) {
      model.setAllTasks(all.asMap() ? "map" : "rows");
    }
  }

  static void requireLearnt(ContinualClassifierModel model, String task) {
    if (!model.tasks().contains(task)) {
      throw JobException.refused(
          "task '"
              + task
              + "' was never learnt by this version; it knows "
              + String.join(", ", model.tasks()));
    }
  }
}
