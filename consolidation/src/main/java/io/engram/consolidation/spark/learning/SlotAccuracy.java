package io.engram.consolidation.spark.learning;

import io.engram.adapters.Head;
import io.engram.consolidation.evaluation.AccuracyCounts;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureRows;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Accuracy of one head on an adapter that no version holds, counted on executors. */
final class SlotAccuracy {
  private SlotAccuracy() {}

  /**
   * @param rows feature rows with labels
   * @param slot an adapter with one head
   */
  static AccuracyCounts of(Dataset<Row> rows, SlotModel slot, BackboneAddress backbone) {
    return rows.select(
            FeatureRows.ROW_KEY,
            FeatureRows.LABEL,
            FeatureRows.LENGTH,
            FeatureRows.HIDDEN,
            FeatureRows.POOLED)
        .toJavaRDD()
        .mapPartitions(new Count(slot, backbone))
        .fold(AccuracyCounts.NONE, AccuracyCounts::merge);
  }

  private record Count(SlotModel slot, BackboneAddress backbone)
      implements FlatMapFunction<Iterator<Row>, AccuracyCounts> {
    @Override
    public Iterator<AccuracyCounts> call(Iterator<Row> rows) {
      if (!rows.hasNext()) {
        return List.<AccuracyCounts>of().iterator();
      }
      Backbone encoder = TaskLease.backbone(backbone);
      List<Head> heads = slot.readHeads();
      return FeatureWindows.map(
          rows,
          heads.get(0).labels(),
          new FeatureColumns(true, false, false),
          (window, features) -> {
            float[][][] logits = slot.logits(encoder, heads, features);
            long right =
                IntStream.range(0, logits.length)
                    .filter(i -> best(logits[i][0]) == features.get(i).label())
                    .count();
            return List.of(new AccuracyCounts(logits.length, right));
          });
    }

    private static int best(float[] logits) {
      int best = 0;
      for (int c = 1; c < logits.length; c++) {
        best = logits[c] > logits[best] ? c : best;
      }
      return best;
    }
  }
}
