package io.engram.consolidation.spark.learning;

import io.engram.consolidation.learning.FeatureColumns;
import io.engram.consolidation.learning.TeacherModels;
import io.engram.consolidation.learning.TeacherTargets;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureRows;
import io.engram.transformers.spark.JavaBytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@link TeacherTargets}, computed once a row on executors. */
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
      Dataset<Row> rows, BackboneAddress backbone, TeacherModels models) {
    Broadcast<byte[]> teachers =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(JavaBytes.of(models));
    return rows.mapPartitions(new Ask(backbone, teachers), Encoders.row(SCHEMA));
  }

  private record Ask(BackboneAddress backbone, Broadcast<byte[]> teachers)
      implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      TeacherModels models = JavaBytes.read(teachers.value());
      TeacherTargets targets = new TeacherTargets(TaskLease.backbone(backbone), models);
      return FeatureWindows.map(
          rows,
          null,
          new FeatureColumns(true, false, false),
          (window, features) -> withTargets(window, targets.of(features)));
    }

    private static List<Row> withTargets(List<Row> window, float[][] targets) {
      List<Row> out = new ArrayList<>(targets.length);
      for (int i = 0; i < targets.length; i++) {
        Row row = window.get(i);
        out.add(
            RowFactory.create(
                row.getAs(FeatureRows.ROW_KEY),
                row.getAs(FeatureRows.SPLIT),
                row.getAs(FeatureRows.LENGTH),
                row.getAs(FeatureRows.HIDDEN),
                row.getAs(FeatureRows.POOLED),
                Precision.FLOAT32.encode(targets[i])));
      }
      return out;
    }
  }
}
