package io.engram.jobs.quickstart;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.engram.consolidation.spark.CheckedPipeline;
import io.engram.jobs.data.TaskRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** One table with the test rows of all tasks, scored by a version loaded with plain Spark ML. */
final class MixedTable {
  private final SparkSession spark;
  private final QuickstartPlan plan;

  MixedTable(SparkSession spark, QuickstartPlan plan) {
    this.spark = spark;
    this.plan = plan;
  }

  /**
   * Scores, writes and counts.
   *
   * @param version folder of a version
   */
  QuickstartOutcome.MixedTable score(String version, List<String> tasks) {
    PipelineModel model = load(version);
    Dataset<Row> mixed =
        tasks.stream()
            .map(this::testRows)
            .reduce(Dataset::union)
            .orElseThrow()
            .orderBy(rand(plan.seed()));
    long start = System.nanoTime();
    model.transform(mixed).write().mode(SaveMode.Overwrite).parquet(plan.scored());
    double seconds = (System.nanoTime() - start) / 1e9;
    Row counts =
        spark
            .read()
            .parquet(plan.scored())
            .agg(
                count(lit(1)), sum(when(col("prediction").equalTo(col("label")), 1L).otherwise(0L)))
            .first();
    return new QuickstartOutcome.MixedTable(
        counts.getLong(0), counts.getLong(1), seconds, plan.scored());
  }

  // PipelineModel.load, once its classes were looked at: the lake may be an old one.
  private PipelineModel load(String version) {
    try {
      return CheckedPipeline.load(spark, version);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private Dataset<Row> testRows(String task) {
    return spark
        .read()
        .parquet(plan.table(task).uri())
        .where(col("split").equalTo(TaskRow.TEST))
        .withColumn("task", lit(task));
  }
}
