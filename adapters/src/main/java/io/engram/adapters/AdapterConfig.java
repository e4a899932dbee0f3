package io.engram.adapters;

import java.io.Serializable;

/** Which small trainable part is inserted into the frozen backbone, and where. */
public sealed interface AdapterConfig extends Serializable permits BottleneckConfig {

  /** First layer that is adapted; the layers below are a pure function of the row. */
  int fromLayer();

  /** Stable short name used in files: {@code houlsby} or {@code pfeiffer}. */
  String kind();

  /** Trainable parameters at the given shape. */
  long parameters(int layers, int hidden);
}
