package io.engram.transformers.spark;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWriter;

/** Base of Engram's transformers; see {@link SparkStage} for what a stage has to add. */
public abstract class SparkTransformer extends Transformer implements SparkStage {
  private final String uid;
  private final ParamRegistry registry = new ParamRegistry();

  protected SparkTransformer(String uid) {
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
  public Transformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
