package io.engram.jobs.service;

import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.spark.ScoringCounters;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.jobs.JobException;
import io.engram.jobs.service.ScoreRequest.TaskChoice;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Scores rows by a loaded version, as a request says, and writes them. */
final class Scoring {
  private final SparkSession spark;
  private final ScoreRequest request;

  Scoring(SparkSession spark, ScoreRequest request) {
    this.spark = spark;
    this.request = request;
  }

  /**
   * @param table has the columns that the request names
   * @param output where the scored rows go
   */
  ScoreResult score(PublishedModel published, Dataset<Row> table, String output, SaveMode mode) {
    long start = System.nanoTime();
    ScoringCounters counters = new ScoringCounters(spark);
    write(model(published), table, counters, output, mode);
    return new ScoreResult(
        published.record().number(),
        counters.rows(),
        counters.bad(),
        counters.truncated(),
        counters.replaced(),
        (System.nanoTime() - start) / 1e9,
        output);
  }

  private ContinualClassifierModel model(PublishedModel published) {
    ContinualClassifierModel model =
        Models.columns(
            published.model(),
            request.input().inputCol(),
            request.input().textPairCol(),
            request.input().keyCols());
    ask(model, request.tasks());
    request.taskAs().ifPresent(model::setTaskCol);
    model.setScoringBatchSize(request.batchSize());
    model.setPictures(request.input().pictures());
    model.setHandleInvalid(request.onBadRows().equals("fail") ? "error" : request.onBadRows());
    return model;
  }

  // Spark's checked exceptions arrive undeclared.
  private void write(
      ContinualClassifierModel model,
      Dataset<Row> table,
      ScoringCounters counters,
      String output,
      SaveMode mode) {
    try {
      model.score(table, counters).write().format(request.outputFormat()).mode(mode).save(output);
    } catch (Exception e) {
      Optional<DataRefusedException> refused = ScoringRefusals.of(e, request);
      if (refused.isPresent()) {
        throw refused.get();
      }
      if (e instanceof SparkThrowable said && "PATH_ALREADY_EXISTS".equals(said.getCondition())) {
        throw WholeOutput.thereAlready(output);
      }
      throw e;
    }
  }

  private static void ask(ContinualClassifierModel model, TaskChoice tasks) {
    if (tasks instanceof TaskChoice.One one) {
      requireLearnt(model, one.task());
      model.setTask(one.task());
    } else if (tasks instanceof TaskChoice.Auto) {
      model.setTask("auto");
    } else if (tasks instanceof TaskChoice.Column column) {
      model.setTaskCol(column.column());
    } else if (tasks instanceof TaskChoice.All all) {
      model.setAllTasks(all.as());
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
