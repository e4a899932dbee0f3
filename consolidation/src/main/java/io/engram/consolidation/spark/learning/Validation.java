package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.learning.ContenderModel;
import io.engram.consolidation.learning.ContenderPass;
import io.engram.consolidation.learning.FeatureColumns;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.JavaBytes;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
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
    Broadcast<byte[]> sent =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(JavaBytes.of(ContenderPass.models(contenders, fromLayer)));
    try {
      return OrderedMerge.of(
              FeatureWindows.labelled(rows).mapPartitions(new Count(backbone, labels, sent)),
              ContenderCounts::merge)
          .orElseGet(() -> new ContenderCounts(contenders.size()));
    } finally {
      sent.destroy();
    }
  }

  private record Count(BackboneAddress backbone, LabelSpace labels, Broadcast<byte[]> contenders)
      implements FlatMapFunction<Iterator<Row>, ContenderCounts> {

    @Override
    public Iterator<ContenderCounts> call(Iterator<Row> rows) {
      if (!rows.hasNext()) {
        return List.<ContenderCounts>of().iterator();
      }
      ContenderModel[] models = JavaBytes.read(contenders.value());
      boolean adapted = ContenderPass.adapted(models);
      ContenderPass pass = new ContenderPass(models, adapted ? TaskLease.backbone(backbone) : null);
      Iterator<Boolean> counted =
          FeatureWindows.map(
              rows,
              labels,
              new FeatureColumns(adapted, true, false),
              (window, features) -> {
                pass.add(features);
                return Collections.nCopies(features.size(), true);
              });
      while (counted.hasNext()) {
        counted.next();
      }
      return List.of(pass.counts()).iterator();
    }
  }
}
