package io.engram.transformers.spark;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import scala.Function1;

/**
 * A pipeline stage whose params take one line each:
 *
 * <pre>{@code
 * private final IntParam batchSize =
 *     intParam("batchSize", "rows per forward pass", 32, ParamValidators.gt(0));
 * }</pre>
 *
 * <p>A stage extends {@link SparkTransformer}, {@link SparkEstimator} or {@link SparkModel}, has a
 * public {@code (String uid)} constructor and a public static {@code MLReader<T> read()} that
 * returns {@code new DefaultParamsReader<>()}. Then explainParams, copy, ParamGridBuilder, Pipeline
 * and save/load work without further code. Overloads without a default declare a param that has no
 * value until it is set.
 */
public interface SparkStage extends Params, DefaultParamsWritable {

  /**
   * Registers a param of this stage; the typed methods below are shorter.
   *
   * @throws IllegalArgumentException when the stage has a param of that name already
   */
  <P extends Param<?>> P declare(P param);

  default IntParam intParam(String name, String doc, int value, Function1<Object, Object> valid) {
    IntParam param = declare(new IntParam(this, name, doc, valid));
    setDefault(param, value);
    return param;
  }

  default LongParam longParam(
      String name, String doc, long value, Function1<Object, Object> valid) {
    LongParam param = declare(new LongParam(this, name, doc, valid));
    setDefault(param, value);
    return param;
  }

  default DoubleParam doubleParam(
      String name, String doc, double value, Function1<Object, Object> valid) {
    DoubleParam param = declare(new DoubleParam(this, name, doc, valid));
    setDefault(param, value);
    return param;
  }

  default BooleanParam booleanParam(String name, String doc, boolean value) {
    BooleanParam param = declare(new BooleanParam(this, name, doc));
    setDefault(param, value);
    return param;
  }

  default Param<String> stringParam(String name, String doc) {
    return declare(new Param<>(uid(), name, doc, String.class));
  }

  default Param<String> stringParam(String name, String doc, String value) {
    Param<String> param = stringParam(name, doc);
    setDefault(param, value);
    return param;
  }

  /** One of a closed list of words; anything else is refused when it is set. */
  default Param<String> choiceParam(String name, String doc, String value, List<String> choices) {
    Param<String> param =
        declare(
            new Param<>(
                uid(),
                name,
                doc + ": " + String.join(", ", choices),
                ParamValidators.inArray(choices),
                String.class));
    setDefault(param, value);
    return param;
  }

  default StringArrayParam stringArrayParam(String name, String doc, String... value) {
    StringArrayParam param = declare(new StringArrayParam(this, name, doc));
    setDefault(param, value);
    return param;
  }

  /** The set or default value. */
  default int value(IntParam param) {
    return (int) getOrDefault(param);
  }

  /** The set or default value. */
  default long value(LongParam param) {
    return (long) getOrDefault(param);
  }

  /** The set or default value. */
  default double value(DoubleParam param) {
    return (double) getOrDefault(param);
  }

  /** The set or default value. */
  default boolean value(BooleanParam param) {
    return (boolean) getOrDefault(param);
  }

  /**
   * The set or default value.
   *
   * @throws IllegalArgumentException when the param has neither; names the stage and the param
   */
  default <T> T value(Param<T> param) {
    if (!isDefined(param)) {
      throw new IllegalArgumentException(
          getClass().getSimpleName()
              + " needs "
              + param.name()
              + " ("
              + param.doc()
              + "); it is not set and has no default");
    }
    return getOrDefault(param);
  }

  /** The set or default value, or null when there is neither. */
  default <T> T valueOrNull(Param<T> param) {
    return isDefined(param) ? getOrDefault(param) : null;
  }
}
