package io.engram.consolidation.spark.learning;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureRows;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Contenders side by side on validation rows: one pass, counted on executors. */
final class Validation {
  private Validation() {}

  /**
   * @param rows feature rows with labels
   */
  static ContenderCounts of(
      Dataset<Row> rows,
      LabelSpace labels,
      BackboneAddress backbone,
      int fromLayer,
      List<Contender> contenders) {
    SlotModel[] models =
        contenders.stream()
            .map(c -> SlotModel.of(c.adapter().orElse(null), List.of(c.head()), fromLayer))
            .toArray(SlotModel[]::new);
    Broadcast<SlotModel[]> sent =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()).broadcast(models);
    try {
      return OrderedMerge.of(
              rows.select(
                      FeatureRows.ROW_KEY,
                      FeatureRows.LABEL,
                      FeatureRows.LENGTH,
                      FeatureRows.HIDDEN,
                      FeatureRows.POOLED)
                  .toJavaRDD()
                  .mapPartitions(new Count(backbone, labels, sent)),
              ContenderCounts::merge)
          .orElseGet(() -> new ContenderCounts(contenders.size()));
    } finally {
      sent.destroy();
    }
  }

  private record Count(
      BackboneAddress backbone, LabelSpace labels, Broadcast<SlotModel[]> contenders)
      implements FlatMapFunction<Iterator<Row>, ContenderCounts> {

    @Override
    public Iterator<ContenderCounts> call(Iterator<Row> rows) {
      if (!rows.hasNext()) {
        return List.<ContenderCounts>of().iterator();
      }
      SlotModel[] models = contenders.value();
      Head[] heads = new Head[models.length];
      boolean adapted = false;
      for (int c = 0; c < models.length; c++) {
        heads[c] = models[c].readHeads().get(0);
        adapted |= models[c].adapter() != null;
      }
      Backbone encoder = adapted ? TaskLease.backbone(backbone) : null;
      ContenderCounts counts = new ContenderCounts(models.length);
      Iterator<Boolean> counted =
          FeatureWindows.map(
              rows,
              labels,
              new FeatureColumns(adapted, true, false),
              (window, features) -> {
                count(models, heads, encoder, features, counts);
                return Collections.nCopies(features.size(), true);
              });
      while (counted.hasNext()) {
        counted.next();
      }
      return List.of(counts).iterator();
    }

    private static void count(
        SlotModel[] models,
        Head[] heads,
        Backbone encoder,
        List<FeatureRow> rows,
        ContenderCounts counts) {
      float[][][] pooled = new float[models.length][][];
      for (int c = 0; c < models.length; c++) {
        pooled[c] = models[c].adapter() == null ? null : models[c].pooled(encoder, rows);
      }
      for (int i = 0; i < rows.size(); i++) {
        FeatureRow row = rows.get(i);
        Map<Optional<RandomFeatures>, float[]> frozen = new HashMap<>();
        frozen.put(Optional.empty(), row.pooled());
        float[][] logits = new float[models.length][];
        for (int c = 0; c < logits.length; c++) {
          logits[c] =
              pooled[c] != null
                  ? heads[c].logits(pooled[c][i])
                  : heads[c].linear(
                      frozen.computeIfAbsent(
                          heads[c].features(), map -> map.orElseThrow().apply(row.pooled())));
        }
        counts.add(row.label(), logits);
      }
    }
  }
}
