package io.engram.consolidation.spark.learning;

import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.learning.OldRows;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskClass;
import io.engram.transformers.input.RawInput;
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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Inputs of past tasks: sampled on executors, bounded, and turned into rows again when they are
 * needed.
 */
public final class OldInputs {
  private static final StructType TEXTS =
      schema(
          new StructType()
              .add(TaskTable.TEXT, DataTypes.StringType, false)
              .add(TaskTable.PAIR, DataTypes.StringType, true));
  private static final StructType IMAGES =
      schema(new StructType().add(TaskTable.IMAGE, DataTypes.BinaryType, false));

  private OldInputs() {}

  private static StructType schema(StructType inputs) {
    StructType schema = new StructType().add(FeatureRows.ROW_KEY, DataTypes.StringType, false);
    for (StructField input : inputs.fields()) {
      schema = schema.add(input);
    }
    return schema
        .add(FeatureRows.LABEL, DataTypes.StringType, true)
        .add(FeatureRows.SPLIT, DataTypes.StringType, false);
  }

  /**
   * The reservoir after the training rows of one more task; the given one is left as it is.
   *
   * @param labelled whether the rows are kept with their class
   */
  public static Reservoir offered(
      Reservoir before, String task, Dataset<Row> rows, boolean labelled) {
    boolean images = TaskTable.isImages(rows);
    Reservoir sample =
        rows.filter(functions.col(FeatureRows.SPLIT).equalTo(Split.TRAIN.label()))
            .select(
                functions.col(FeatureRows.ROW_KEY),
                functions.col(FeatureRows.LABEL),
                functions.col(images ? TaskTable.IMAGE : TaskTable.TEXT),
                images ? functions.lit(null).cast("string") : functions.col(TaskTable.PAIR))
            .toJavaRDD()
            .mapPartitions(new Sample(task, before.seed(), before.capacity(), labelled))
            .reduce(Reservoir::merge);
    return before.without(task).merge(sample);
  }

  /** Kept inputs as a task table; a class that was kept stands behind its task's name. */
  public static Dataset<Row> table(SparkSession spark, Reservoir reservoir) {
    List<ReservoirRow> kept = reservoir.rows();
    boolean images = !kept.isEmpty() && kept.get(0).input() instanceof RawInput.Image;
    List<Row> rows = new ArrayList<>();
    for (ReservoirRow row : kept) {
      String key = OldRows.key(row.task(), row.key());
      String label = row.label() == null ? null : TaskClass.name(row.task(), row.label());
      String split = Split.TRAIN.label();
      rows.add(
          row.input() instanceof RawInput.Image picture
              ? RowFactory.create(key, picture.bytes(), label, split)
              : text(key, (RawInput.Text) row.input(), label, split));
    }
    return spark.createDataFrame(rows, images ? IMAGES : TEXTS);
  }

  private static Row text(String key, RawInput.Text texts, String label, String split) {
    return RowFactory.create(key, texts.text(), texts.pair(), label, split);
  }

  private record Sample(String task, long seed, int capacity, boolean labelled)
      implements FlatMapFunction<Iterator<Row>, Reservoir> {
    @Override
    public Iterator<Reservoir> call(Iterator<Row> rows) {
      Reservoir reservoir = new Reservoir(seed, capacity);
      while (rows.hasNext()) {
        Row row = rows.next();
        Object input = row.get(2);
        reservoir.add(
            new ReservoirRow(
                task,
                row.getString(0),
                input instanceof byte[] picture
                    ? new RawInput.Image(picture)
                    : new RawInput.Text((String) input, row.getString(3)),
                labelled ? row.getString(1) : null));
      }
      return List.of(reservoir).iterator();
    }
  }
}
