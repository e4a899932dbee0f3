package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.consolidation.evaluation.AccuracyCounts;
import io.engram.consolidation.learning.FeatureColumns;
import io.engram.consolidation.learning.HeadAccuracy;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureRows;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts a {@link HeadAccuracy} on executors. */
final class AccuracyPass {
  private AccuracyPass() {}

  /**
   * @param rows feature rows with labels
   */
  static AccuracyCounts of(
      Dataset<Row> rows, LabelSpace labels, HeadAccuracy accuracy, BackboneAddress backbone) {
    return rows.select(
            FeatureRows.ROW_KEY,
            FeatureRows.LABEL,
            FeatureRows.LENGTH,
            FeatureRows.HIDDEN,
            FeatureRows.POOLED)
        .toJavaRDD()
        .mapPartitions(new Count(labels, accuracy, backbone))
        .fold(AccuracyCounts.NONE, AccuracyCounts::merge);
  }

  private record Count(LabelSpace labels, HeadAccuracy accuracy, BackboneAddress backbone)
      implements FlatMapFunction<Iterator<Row>, AccuracyCounts> {
    @Override
    public Iterator<AccuracyCounts> call(Iterator<Row> rows) {
      if (!rows.hasNext()) {
        return List.<AccuracyCounts>of().iterator();
      }
      Backbone encoder = TaskLease.backbone(backbone);
      return FeatureWindows.map(
          rows,
          labels,
          new FeatureColumns(true, false, false),
          (window, features) -> List.of(accuracy.of(encoder, features)));
    }
  }
}
