package io.engram.jobs.service;

import static org.apache.spark.sql.functions.col;

import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.spark.RoutedEvaluation;
import io.engram.consolidation.spark.ScoringCounters;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.jobs.console.Progress;
import io.engram.transformers.spark.LogContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Predicts a labelled table of many tasks with their ids and without, and counts what is right. */
final class EvaluateRoutedRun {
  private final SparkSession spark;
  private final Progress progress;

  EvaluateRoutedRun(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  RoutedResult evaluate(EvaluateRoutedRequest request, LogContext context) {
    progress.begin("loading the model", 0);
    PublishedModel published = Models.load(spark, request.model());
    context.with(LogContext.VERSION, Long.toString(published.record().number()));
    RouterRule router = published.model().router(spark.sessionState().newHadoopConf());
    Map<String, List<String>> classes = new TreeMap<>();
    published.model().tasks().forEach(task -> classes.put(task, published.model().classes(task)));
    progress.begin("reading", 0);
    MixedRows mixed = new MixedRows(spark, request.input(), request.taskCol());
    mixed.requireLearnt(classes);
    ContinualClassifierModel model =
        Models.columns(
                published.model(),
                mixed.rowColumns().input(),
                Optional.ofNullable(mixed.rowColumns().pair()),
                List.of(TaskTable.ROW_KEY))
            .setHandleInvalid("keep")
            .setScoringBatchSize(request.batchSize())
            .setPictures(request.input().pictures());
    progress.begin("evaluating with and without task ids", 0);
    ScoringCounters counters = new ScoringCounters(spark);
    RoutedEvaluation.Outcome outcome =
        RoutedEvaluation.of(
            model,
            mixed.rows(),
            MixedRows.TASK,
            TaskTable.LABEL,
            col(TaskTable.ROW_KEY),
            col(TaskTable.UNREAD),
            counters);
    if (outcome.tasks().isEmpty()) {
      throw mixed.nothingToCount(counters.bad().rows(), outcome.unanswered());
    }
    return new RoutedResult(
        published.record().number(),
        router,
        outcome.tasks(),
        counters.bad().rows(),
        outcome.unanswered(),
        counters.truncated(),
        counters.replaced().rows());
  }
}
