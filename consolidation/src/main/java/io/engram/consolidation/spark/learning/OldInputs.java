package io.engram.consolidation.spark.learning;

import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.consolidation.learning.OldRows;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskClass;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import io.engram.transformers.spark.FeatureRows;
import io.engram.transformers.spark.RowRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
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

  /** A fraction of what a task may hold, spark.rpc.message.maxSize. */
  private static final long SLICE_BYTES = 16L << 20;

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
   * @param pictures how pictures are kept; asked only where the rows hold some
   * @throws io.engram.transformers.spark.RowRefusedException when the picture of a row that is to
   *     be kept cannot be read
   */
  public static Reservoir offered(
      Reservoir before,
      String task,
      Dataset<Row> rows,
      boolean labelled,
      Supplier<KeptPictures> pictures) {
    Dataset<Row> train = rows.filter(functions.col(FeatureRows.SPLIT).equalTo(Split.TRAIN.label()));
    Sample sample = new Sample(task, before.seed(), before.capacity(), labelled);
    if (TaskTable.isImages(rows)) {
      Set<String> keys = keptKeys(before, task, train);
      // By their keys, which name training rows alone: where keys are columns of the user's table,
      // no other picture is read.
      Dataset<Row> kept =
          rows.filter(
              functions
                  .udf(new IsAmong(keys), DataTypes.BooleanType)
                  .apply(functions.col(FeatureRows.ROW_KEY)));
      return before
          .without(task)
          .merge(
              sampled(
                  kept.select(FeatureRows.ROW_KEY, FeatureRows.LABEL, TaskTable.IMAGE),
                  new PictureSample(sample, pictures.get())));
    }
    return before
        .without(task)
        .merge(
            sampled(
                train.select(
                    FeatureRows.ROW_KEY, FeatureRows.LABEL, TaskTable.TEXT, TaskTable.PAIR),
                sample));
  }

  private static Reservoir sampled(
      Dataset<Row> rows, FlatMapFunction<Iterator<Row>, Reservoir> sample) {
    return OrderedMerge.of(rows.toJavaRDD().mapPartitions(sample), Reservoir::merge).orElseThrow();
  }

  // Which rows are kept depends on their names alone: only those have to be decoded.
  private static Set<String> keptKeys(Reservoir before, String task, Dataset<Row> train) {
    Sample names = new Sample(task, before.seed(), before.capacity(), false);
    Reservoir sample =
        sampled(
            train.select(
                functions.col(FeatureRows.ROW_KEY),
                functions.lit(null).cast("string"),
                functions.lit("a name alone"),
                functions.lit(null).cast("string")),
            names);
    return before.without(task).merge(sample).rows().stream()
        .filter(row -> row.task().equals(task))
        .map(ReservoirRow::key)
        .collect(Collectors.toCollection(HashSet::new));
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
    StructType schema = images ? IMAGES : TEXTS;
    // Rows travel with the tasks, which Spark bounds: pictures and long texts need more of them.
    long bytes = kept.stream().mapToLong(row -> bytes(row.input())).sum();
    if (bytes < SLICE_BYTES) {
      return spark.createDataFrame(rows, schema);
    }
    int slices = spark.sparkContext().defaultParallelism() + (int) (bytes / SLICE_BYTES);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, slices), schema);
  }

  private static long bytes(RawInput input) {
    if (input instanceof RawInput.Image picture) {
      return picture.bytes().length;
    }
    RawInput.Text texts = (RawInput.Text) input;
    return bytes(texts.text()) + (texts.pair() == null ? 0 : bytes(texts.pair()));
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
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
        reservoir.add(kept(row, new RawInput.Text(row.getString(2), row.getString(3))));
      }
      return List.of(reservoir).iterator();
    }

    ReservoirRow kept(Row row, RawInput input) {
      return new ReservoirRow(task, row.getString(0), input, labelled ? row.getString(1) : null);
    }
  }

  private record IsAmong(Set<String> keys) implements UDF1<String, Boolean> {
    @Override
    public Boolean call(String key) {
      return keys.contains(key);
    }
  }

  private record PictureSample(Sample sample, KeptPictures pictures)
      implements FlatMapFunction<Iterator<Row>, Reservoir> {
    @Override
    public Iterator<Reservoir> call(Iterator<Row> rows) {
      Reservoir reservoir = new Reservoir(sample.seed(), sample.capacity());
      try (InputReader reader = pictures.reader()) {
        while (rows.hasNext()) {
          Row row = rows.next();
          reservoir.add(sample.kept(row, small(reader, row)));
        }
      }
      return List.of(reservoir).iterator();
    }

    private static RawInput small(InputReader reader, Row row) {
      try {
        return reader.kept(new RawInput.Image((byte[]) row.get(2)));
      } catch (UnreadableInputException unreadable) {
        throw new RowRefusedException(
            "row %s: its picture cannot be read and kept: %s; mend the row"
                .formatted(row.getString(0), unreadable.getMessage()));
      }
    }
  }
}
