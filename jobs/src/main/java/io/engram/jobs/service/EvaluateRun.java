package io.engram.jobs.service;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lower;

import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.spark.ScoringCounters;
import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.EvaluateResult.ClassCounts;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Predicts a labelled table and counts what is right. */
final class EvaluateRun {
  private final SparkSession spark;
  private final Progress progress;

  EvaluateRun(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  EvaluateResult evaluate(EvaluateRequest request) {
    progress.begin("loading the model", 0);
    PublishedModel published = Models.load(spark, request.model());
    InputSpec input = request.input();
    ContinualClassifierModel model =
        Models.columns(published.model(), input.textCol(), input.textPairCol(), input.keyCols());
    ScoreRun.requireLearnt(model, request.task());
    model.setTask(request.task()).setHandleInvalid("keep").setTaskCol("engramTask");
    model.setScoringBatchSize(request.batchSize());
    progress.begin("evaluating " + request.task(), 0);
    ScoringCounters counters = new ScoringCounters(spark);
    List<Row> cells =
        model
            .score(rows(request), counters)
            .groupBy(col(input.labelCol()).cast("string"), col("prediction"))
            .count()
            .collectAsList();
    return result(request, published, cells, counters);
  }

  private Dataset<Row> rows(EvaluateRequest request) {
    InputSpec input = request.input();
    Dataset<Row> table = InputTables.open(input, spark);
    List<String> columns = Arrays.asList(table.columns());
    if (!columns.contains(input.labelCol())) {
      throw new DataRefusedException(
          request.task(),
          input.uri(),
          List.of(
              new DataProblem(
                  "missing-column",
                  input.labelCol(),
                  null,
                  List.of(),
                  0,
                  "it has no column '"
                      + input.labelCol()
                      + "' of labels; it has "
                      + String.join(", ", columns),
                  "Name the column by --label-col")));
    }
    return columns.contains(input.splitCol())
        ? table.where(lower(col(input.splitCol())).equalTo("test"))
        : table;
  }

  private static EvaluateResult result(
      EvaluateRequest request,
      PublishedModel published,
      List<Row> cells,
      ScoringCounters counters) {
    List<String> classes = classes(published, request.task());
    long[] rows = new long[classes.size()];
    long[] correct = new long[classes.size()];
    long[] predicted = new long[classes.size()];
    for (Row cell : cells) {
      if (cell.isNullAt(1)) {
        continue;
      }
      int label = cell.isNullAt(0) ? -1 : classes.indexOf(cell.getString(0));
      if (label < 0) {
        throw neverLearnt(request, cell, classes);
      }
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
        counters.bad(),
        counters.truncated(),
        counts);
  }

  private static List<String> classes(PublishedModel published, String task) {
    return published.model().classes(task);
  }

  private static DataRefusedException neverLearnt(
      EvaluateRequest request, Row cell, List<String> classes) {
    return new DataRefusedException(
        request.task(),
        request.input().uri(),
        List.of(
            new DataProblem(
                "unknown-label",
                request.input().labelCol(),
                cell.getString(0),
                List.of(),
                cell.getLong(2),
                cell.getLong(2)
                    + " rows have label "
                    + (cell.isNullAt(0) ? "null" : "'" + cell.getString(0) + "'")
                    + ", which was never learnt; the task has "
                    + String.join(", ", classes),
                "Leave such rows out, or learn the task again with --replace")));
  }
}
