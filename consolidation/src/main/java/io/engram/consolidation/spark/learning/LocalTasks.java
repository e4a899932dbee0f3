package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.RowSpool;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.learning.TaskRows;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.FeatureRows;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Brings feature tables to this machine's disk, one partition at a time. */
public final class LocalTasks {
  private LocalTasks() {}

  /**
   * @param features all rows of the task, with hidden states
   * @param width hidden size of the backbone
   * @param frozenSeconds what computing the features took
   */
  public static LocalTask of(
      TaskManifest task, Dataset<Row> features, int width, double frozenSeconds) {
    Column test = functions.col(FeatureRows.SPLIT).equalTo(Split.TEST.label());
    TaskRows learnt = spooled(features.where(functions.not(test)), task, width);
    try {
      return new LocalTask(
          task,
          learnt,
          task.rows().test() == 0 ? null : spooled(features.where(test), task, width).training(),
          frozenSeconds);
    } catch (RuntimeException failure) {
      learnt.close();
      throw failure;
    }
  }

  /**
   * Rows that are only ever scored, without classes.
   *
   * @param features with hidden states
   * @param width hidden size of the backbone
   */
  public static RowSpool unlabelled(Dataset<Row> features, int width) {
    return SpooledRows.of(new LazyRows(features), null, width, FeatureWindows.HIDDEN_AND_POOLED)
        .training();
  }

  private static TaskRows spooled(Dataset<Row> rows, TaskManifest task, int width) {
    return SpooledRows.of(
        new LazyRows(rows),
        new LabelSpace(task.classes()),
        width,
        FeatureWindows.HIDDEN_AND_POOLED);
  }
}
