package io.engram.transformers.spark;

import io.engram.transformers.backbone.FrozenPass.Features;
import io.engram.transformers.backbone.FrozenPass.Wanted;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A task's rows to feature rows, on executors. */
final class TaskFeatures extends FrozenWindows {
  private static final long serialVersionUID = 1L;
  private static final int BATCH_ROWS = 64;

  /**
   * Small groups bound what the writer buffers and what a reader decodes at once: thousands of rows
   * of hidden states do not fit a task's heap.
   */
  static final long ROW_GROUP_BYTES = 16L << 20;

  private final int key;
  private final int split;
  private final int label;

  TaskFeatures(BackboneAddress source, RowReading reading, Wanted wanted, int split, int label) {
    super(source, reading, wanted, BATCH_ROWS);
    this.key = reading.key();
    this.split = split;
    this.label = label;
  }

  /** The feature rows of a task, not computed yet. */
  static Dataset<Row> compute(SparkSession session, Dataset<Row> task, FeatureSpec spec) {
    StructType schema = task.schema();
    RowReading reading =
        new RowReading(
            input(schema),
            column(schema, FeatureRows.ROW_KEY),
            spec.maxLength(),
            spec.pictures(),
            RowReading.ERROR);
    TaskFeatures function =
        new TaskFeatures(
            BackboneAddress.of(session, spec.backbone().toString()),
            reading,
            new Wanted(spec.fromLayer(), spec.hidden(), true, spec.precision()),
            column(schema, FeatureRows.SPLIT),
            column(schema, FeatureRows.LABEL));
    return spread(session, task).mapPartitions(function, Encoders.row(FeatureRows.schema()));
  }

  // A task's rows hold a text and perhaps a second one, or a picture.
  private static InputColumns input(StructType schema) {
    List<String> names = List.of(schema.fieldNames());
    if (names.contains("image")) {
      return new InputColumns(
          Columns.require(schema, "image", DataTypes.BinaryType, "the task table"),
          InputColumns.NONE);
    }
    return new InputColumns(
        column(schema, "text"),
        names.contains("pair") ? column(schema, "pair") : InputColumns.NONE);
  }

  // A row's last bits depend on its place among the rows that go through the encoder with it, here
  // and wherever the table is read again: the keys decide, not the order in which shuffles arrive.
  private static Dataset<Row> spread(SparkSession session, Dataset<Row> task) {
    int partitions = Math.max(parallelism(session), task.rdd().getNumPartitions());
    return task.repartition(partitions, functions.col(FeatureRows.ROW_KEY))
        .sortWithinPartitions(FeatureRows.ROW_KEY);
  }

  // As Spark cuts the tables it reads: a number that is set makes the same batches on any cluster.
  private static int parallelism(SparkSession session) {
    int ofTheMoment = session.sparkContext().defaultParallelism();
    return Integer.parseInt(
        session.conf().get("spark.sql.leafNodeDefaultParallelism", Integer.toString(ofTheMoment)));
  }

  private static int column(StructType schema, String name) {
    return Columns.require(schema, name, DataTypes.StringType, "the task table");
  }

  @Override
  Row result(Row row, Features features) {
    return RowFactory.create(
        FeatureRows.values(row.get(key), row.get(split), row.get(label), features));
  }
}
