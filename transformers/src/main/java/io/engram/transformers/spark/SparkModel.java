package io.engram.transformers.spark;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWriter;

/**
 * Base of Engram's models; see {@link SparkStage} for what a stage has to add. What a model keeps
 * is in its params; a model with state of its own overrides copy and write.
 *
 * @param <M> the model itself
 */
public abstract class SparkModel<M extends SparkModel<M>> extends Model<M> implements SparkStage {
  private final String uid;
  private final ParamRegistry registry = new ParamRegistry();

  protected SparkModel(String uid) {
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
  public M copy(ParamMap extra) {
    M copy = defaultCopy(extra);
    return hasParent() ? copy.setParent(parent()) : copy;
  }
}
