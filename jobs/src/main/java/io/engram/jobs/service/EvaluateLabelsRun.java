package io.engram.jobs.service;

import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.LabelEvaluation;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.spark.ScoringCounters;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.transformers.spark.LogContext;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Tells the labels of a table's rows and compares them with those that they have. */
final class EvaluateLabelsRun {
  private final SparkSession spark;
  private final Progress progress;

  EvaluateLabelsRun(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
  }

  LabelsResult evaluate(EvaluateLabelsRequest request, LogContext context) {
    progress.begin("loading the model", 0);
    PublishedModel published = Models.load(spark, request.model());
    context.with(LogContext.VERSION, Long.toString(published.record().number()));
    progress.begin("evaluating labels", 0);
    ContinualClassifierModel model =
        Models.columns(
                published.model(), LabelledTable.TEXT, Optional.empty(), List.of(LabelledTable.KEY))
            .setHandleInvalid("keep")
            .setScoringBatchSize(request.batchSize());
    LabelledTable table = new LabelledTable(request.input(), request.delimiter());
    ScoringCounters counters = new ScoringCounters(spark);
    LabelEvaluation.Outcome outcome =
        LabelEvaluation.of(model, table.testRows(spark), LabelledTable.LABELS, counters);
    long bad = counters.bad().rows();
    long rows = counters.rows() - bad;
    if (rows <= 0) {
      throw JobException.refused(
          "no row of %s could be evaluated: %s"
              .formatted(
                  request.input().uri(),
                  bad > 0
                      ? "the text is null or blank in all " + bad
                      : "none is left that is for testing and has labels"));
    }
    return new LabelsResult(
        published.record().number(),
        rows,
        bad,
        counters.truncated(),
        counters.replaced().rows(),
        outcome.corrected(),
        outcome.uncorrected());
  }
}
