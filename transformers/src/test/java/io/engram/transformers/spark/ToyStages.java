package io.engram.transformers.spark;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The smallest stage of each kind that uses every kind of param. */
final class ToyStages {
  private ToyStages() {}

  /** Multiplies a column. */
  public static final class Scale extends SparkTransformer {
    private final Param<String> inputCol = stringParam("inputCol", "column to scale");
    private final Param<String> outputCol = stringParam("outputCol", "scaled column", "scaled");
    private final DoubleParam factor =
        doubleParam("factor", "what to multiply by", 2.0, ParamValidators.gt(0));
    private final IntParam times = intParam("times", "how often", 1, ParamValidators.gt(0));
    private final LongParam seed =
        longParam("seed", "start of random numbers", 7L, ParamValidators.gtEq(0));
    private final BooleanParam negate = booleanParam("negate", "change the sign", false);
    private final Param<String> mode =
        choiceParam("mode", "what to do with it", "fast", List.of("fast", "slow"));
    private final StringArrayParam names = stringArrayParam("names", "some names", "a", "b");

    public Scale() {
      this(Identifiable.randomUID("scale"));
    }

    public Scale(String uid) {
      super(uid);
    }

    public static MLReader<Scale> read() {
      return new DefaultParamsReader<>();
    }

    public DoubleParam factor() {
      return factor;
    }

    public Scale setInputCol(String value) {
      set(inputCol, value);
      return this;
    }

    public Scale setFactor(double value) {
      set(factor, value);
      return this;
    }

    public Scale setTimes(int value) {
      set(times, value);
      return this;
    }

    public Scale setSeed(long value) {
      set(seed, value);
      return this;
    }

    public Scale setNegate(boolean value) {
      set(negate, value);
      return this;
    }

    public Scale setMode(String value) {
      set(mode, value);
      return this;
    }

    public Scale setNames(String... value) {
      set(names, value);
      return this;
    }

    List<Object> values() {
      return List.of(
          value(factor),
          value(times),
          value(seed),
          value(negate),
          value(mode),
          List.of(value(names)));
    }

    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
      double by = Math.pow(value(factor), value(times)) * (value(negate) ? -1 : 1);
      return rows.withColumn(value(outputCol), col(value(inputCol)).multiply(by));
    }

    @Override
    public StructType transformSchema(StructType schema) {
      return schema.add(value(outputCol), DataTypes.DoubleType);
    }
  }

  /** Learns the mean of a column. */
  public static final class Mean extends SparkEstimator<MeanModel> {
    private final Param<String> inputCol = stringParam("inputCol", "column to average", "x");
    private final DoubleParam offset =
        doubleParam("offset", "added to the mean", 0.0, ParamValidators.gtEq(0));

    public Mean() {
      this(Identifiable.randomUID("mean"));
    }

    public Mean(String uid) {
      super(uid);
    }

    public static MLReader<Mean> read() {
      return new DefaultParamsReader<>();
    }

    public DoubleParam offset() {
      return offset;
    }

    @Override
    public MeanModel fit(Dataset<?> rows) {
      double mean = rows.agg(functions.avg(value(inputCol))).head().getDouble(0);
      return copyValues(new MeanModel(uid()), org.apache.spark.ml.param.ParamMap.empty())
          .setMean(mean + value(offset))
          .setParent(this);
    }

    @Override
    public StructType transformSchema(StructType schema) {
      return schema.add("mean", DataTypes.DoubleType);
    }
  }

  /** Adds the learnt mean as a column. */
  public static final class MeanModel extends SparkModel<MeanModel> {
    private final DoubleParam mean =
        doubleParam("mean", "the learnt mean", 0.0, ParamValidators.gtEq(0));

    public MeanModel(String uid) {
      super(uid);
    }

    public static MLReader<MeanModel> read() {
      return new DefaultParamsReader<>();
    }

    MeanModel setMean(double value) {
      set(mean, value);
      return this;
    }

    double mean() {
      return value(mean);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
      return rows.withColumn("mean", functions.lit(mean()));
    }

    @Override
    public StructType transformSchema(StructType schema) {
      return schema.add("mean", DataTypes.DoubleType);
    }
  }

  /** Declares the same name twice. */
  static final class Twice extends SparkTransformer {
    Twice() {
      super("twice");
      stringParam("same", "first");
      stringParam("same", "second");
    }

    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
      return rows.toDF();
    }

    @Override
    public StructType transformSchema(StructType schema) {
      return schema;
    }
  }
}
