package io.engram.transformers.spark;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWriter;

/**
 * Base of Engram's estimators; see {@link SparkStage} for what a stage has to add.
 *
 * @param <M> the model that fit returns
 */
public abstract class SparkEstimator<M extends Model<M>> extends Estimator<M>
    implements SparkStage {
  private final String uid;
  private final ParamRegistry registry = new ParamRegistry();

  protected SparkEstimator(String uid) {
    this.uid = uid;
  }

  @Override
  public final String uid() {
    return uid;
  }

  @Override
  public final <P extends Param<?>> P declare(P param) {
    return registry.declare(param);
  }

  @Override
  public final Param<?>[] params() {
    return registry.params();
  }

  /** Declared in a class: Python's gateway finds no default methods of interfaces. */
  @Override
  public MLWriter write() {
    return SparkStage.super.write();
  }

  @Override
  public Estimator<M> copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
