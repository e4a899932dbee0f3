package io.engram.transformers.spark;

import java.io.Serializable;
import java.util.TreeMap;
import org.apache.spark.ml.param.Param;

/** The params a stage has declared, by name. */
final class ParamRegistry implements Serializable {
  private static final long serialVersionUID = 1L;
  private final TreeMap<String, Param<?>> byName = new TreeMap<>();

  <P extends Param<?>> P declare(P param) {
    if (byName.putIfAbsent(param.name(), param) != null) {
      throw new IllegalArgumentException(
          "stage " + param.parent() + " declares param " + param.name() + " twice");
    }
    return param;
  }

  Param<?>[] params() {
    return byName.values().toArray(new Param<?>[0]);
  }
}
