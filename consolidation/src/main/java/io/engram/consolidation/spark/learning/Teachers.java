package io.engram.consolidation.spark.learning;

import io.engram.adapters.Head;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.distillation.DistillationTargets;
import io.engram.consolidation.distillation.TargetLayout;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureRows;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Targets of double distillation (ADA, equation 3), computed once a row on executors: the logits of
 * the slot's tasks under the slot's adapter and those of the new task under its own, each block
 * less its mean.
 */
final class Teachers {
  private static final StructType SCHEMA =
      new StructType()
          .add(FeatureRows.ROW_KEY, DataTypes.StringType, false)
          .add(FeatureRows.SPLIT, DataTypes.StringType)
          .add(FeatureRows.LENGTH, DataTypes.IntegerType, false)
          .add(FeatureRows.HIDDEN, DataTypes.BinaryType, false)
          .add(FeatureRows.POOLED, DataTypes.BinaryType, false)
          .add(SpooledRows.TARGET, DataTypes.BinaryType, false);

  private Teachers() {}

  /**
   * The rows with a column of targets: the slot's tasks first, in their order, then the new task.
   */
  static Dataset<Row> withTargets(
      Dataset<Row> rows, BackboneAddress backbone, SlotModel slot, SlotModel learnt) {
    Broadcast<SlotModel[]> teachers =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(new SlotModel[] {slot, learnt});
    return rows.mapPartitions(new Ask(backbone, teachers), Encoders.row(SCHEMA));
  }

  private record Ask(BackboneAddress backbone, Broadcast<SlotModel[]> teachers)
      implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      Backbone encoder = TaskLease.backbone(backbone);
      SlotModel[] models = teachers.value();
      List<List<Head>> heads = List.of(models[0].readHeads(), models[1].readHeads());
      return FeatureWindows.map(
          rows,
          null,
          new FeatureColumns(true, false, false),
          (window, features) -> targets(encoder, models, heads, window, features));
    }

    private static List<Row> targets(
        Backbone backbone,
        SlotModel[] models,
        List<List<Head>> heads,
        List<Row> window,
        List<FeatureRow> features) {
      float[][][] old = models[0].logits(backbone, heads.get(0), features);
      float[][][] learnt = models[1].logits(backbone, heads.get(1), features);
      List<Row> out = new ArrayList<>(window.size());
      TargetLayout layout = layout(heads);
      for (int i = 0; i < old.length; i++) {
        float[] logits = concatenated(layout.width(), old[i], learnt[i]);
        Row row = window.get(i);
        out.add(
            RowFactory.create(
                row.getAs(FeatureRows.ROW_KEY),
                row.getAs(FeatureRows.SPLIT),
                row.getAs(FeatureRows.LENGTH),
                row.getAs(FeatureRows.HIDDEN),
                row.getAs(FeatureRows.POOLED),
                Precision.FLOAT32.encode(DistillationTargets.of(logits, layout))));
      }
      return out;
    }

    // Blocks have no name here: only their sizes matter to the targets.
    private static TargetLayout layout(List<List<Head>> heads) {
      List<Integer> classes =
          heads.stream().flatMap(List::stream).map(head -> head.labels().size()).toList();
      List<String> names = IntStream.range(0, classes.size()).mapToObj(Integer::toString).toList();
      return new TargetLayout(names, classes);
    }

    private static float[] concatenated(int width, float[][] old, float[][] learnt) {
      FloatBuffer all = FloatBuffer.allocate(width);
      for (float[] block : old) {
        all.put(block);
      }
      for (float[] block : learnt) {
        all.put(block);
      }
      return all.array();
    }
  }
}
