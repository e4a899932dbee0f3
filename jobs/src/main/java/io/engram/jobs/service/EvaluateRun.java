package io.engram.jobs.service;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.spark.ScoringCounters;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.EvaluateResult.ClassCounts;
import io.engram.transformers.spark.LogContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Predicts a labelled table and counts what is right. */
final class EvaluateRun {
  private static final int SHOWN_ROWS = 3;

  private final SparkSession spark;
  private final Progress progress;

  EvaluateRun(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  EvaluateResult evaluate(EvaluateRequest request, LogContext context) {
    progress.begin("loading the model", 0);
    PublishedModel published = Models.load(spark, request.model());
    Scoring.requireLearnt(published.model(), request.task());
    context
        .with(LogContext.VERSION, Long.toString(published.record().number()))
        .with(LogContext.TASK, request.task());
    progress.begin("reading", 0);
    LabelledRows labelled = new LabelledRows(spark, request.task(), request.input());
    labelled.requireLearnt(published.model().classes(request.task()));
    ContinualClassifierModel model =
        Models.columns(
                published.model(),
                labelled.rowColumns().input(),
                Optional.ofNullable(labelled.rowColumns().pair()),
                List.of(TaskTable.ROW_KEY))
            .setTask(request.task())
            .setHandleInvalid("keep")
            .setScoringBatchSize(request.batchSize())
            .setPictures(request.input().pictures());
    progress.begin("evaluating " + request.task(), 0);
    ScoringCounters counters = new ScoringCounters(spark);
    Column reason = coalesce(col(TaskTable.UNREAD), col("error"));
    List<Row> groups =
        model
            .score(labelled.rows(), counters)
            .groupBy(TaskTable.LABEL, "prediction")
            .agg(
                count(lit(1)),
                min(when(reason.isNotNull(), concat_ws(": ", col(TaskTable.ROW_KEY), reason))))
            .collectAsList();
    List<Row> cells = groups.stream().filter(group -> !group.isNullAt(1)).toList();
    List<String> bad =
        groups.stream()
            .filter(group -> group.isNullAt(1))
            .map(group -> group.getString(3))
            .sorted()
            .limit(SHOWN_ROWS)
            .toList();
    if (cells.isEmpty()) {
      throw labelled.nothingToCount(counters.bad().rows(), bad);
    }
    return result(request, published, cells, counters, bad);
  }

  private static EvaluateResult result(
      EvaluateRequest request,
      PublishedModel published,
      List<Row> cells,
      ScoringCounters counters,
      List<String> bad) {
    List<String> classes = published.model().classes(request.task());
    long[] rows = new long[classes.size()];
    long[] correct = new long[classes.size()];
    long[] predicted = new long[classes.size()];
    for (Row cell : cells) {
      int label = classes.indexOf(cell.getString(0));
      int prediction = classes.indexOf(cell.getString(1));
      rows[label] += cell.getLong(2);
      predicted[prediction] += cell.getLong(2);
      correct[label] += label == prediction ? cell.getLong(2) : 0;
    }
    SortedMap<String, ClassCounts> counts = new TreeMap<>();
    for (int c = 0; c < rows.length; c++) {
      counts.put(classes.get(c), new ClassCounts(rows[c], correct[c], predicted[c]));
    }
    return new EvaluateResult(
        request.task(),
        published.record().number(),
        Arrays.stream(rows).sum(),
        Arrays.stream(correct).sum(),
        counters.bad().rows(),
        bad,
        counters.truncated(),
        counters.replaced().rows(),
        counts);
  }
}
