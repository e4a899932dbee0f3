package io.engram.consolidation.spark.learning;

import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.learning.OldRows;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskClass;
import io.engram.transformers.spark.FeatureRows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Inputs of past tasks: sampled on executors, bounded, and turned into rows again when they are
 * needed.
 */
public final class OldInputs {
  private static final StructType SCHEMA =
      new StructType()
          .add(FeatureRows.ROW_KEY, DataTypes.StringType, false)
          .add("text", DataTypes.StringType, false)
          .add("pair", DataTypes.StringType, true)
          .add(FeatureRows.LABEL, DataTypes.StringType, true)
          .add(FeatureRows.SPLIT, DataTypes.StringType, false);

  private OldInputs() {}

  /**
   * The reservoir after the training rows of one more task; the given one is left as it is.
   *
   * @param labelled whether the rows are kept with their class
   */
  public static Reservoir offered(
      Reservoir before, String task, Dataset<Row> rows, boolean labelled) {
    Reservoir sample =
        rows.filter(functions.col(FeatureRows.SPLIT).equalTo(Split.TRAIN.label()))
            .select(FeatureRows.ROW_KEY, "text", "pair", FeatureRows.LABEL)
            .toJavaRDD()
            .mapPartitions(new Sample(task, before.seed(), before.capacity(), labelled))
            .reduce(Reservoir::merge);
    return before.without(task).merge(sample);
  }

  /** Kept inputs as a task table; a class that was kept stands behind its task's name. */
  public static Dataset<Row> table(SparkSession spark, Reservoir reservoir) {
    List<Row> rows = new ArrayList<>();
    for (ReservoirRow row : reservoir.rows()) {
      rows.add(
          RowFactory.create(
              OldRows.key(row.task(), row.key()),
              row.text(),
              row.pair(),
              row.label() == null ? null : TaskClass.name(row.task(), row.label()),
              Split.TRAIN.label()));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }

  private record Sample(String task, long seed, int capacity, boolean labelled)
      implements FlatMapFunction<Iterator<Row>, Reservoir> {
    @Override
    public Iterator<Reservoir> call(Iterator<Row> rows) {
      Reservoir reservoir = new Reservoir(seed, capacity);
      while (rows.hasNext()) {
        Row row = rows.next();
        reservoir.add(
            new ReservoirRow(
                task,
                row.getString(0),
                row.getString(1),
                row.getString(2),
                labelled ? row.getString(3) : null));
      }
      return List.of(reservoir).iterator();
    }
  }
}
