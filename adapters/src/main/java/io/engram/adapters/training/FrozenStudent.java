package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.SortedMap;

/** The plain backbone: the rows' cached pooled features as they are, nothing to train. */
public record FrozenStudent() implements Student {

  @Override
  public SortedMap<String, NDArray> parameters() {
    return Collections.emptySortedMap();
  }

  @Override
  public NDArray pooled(RowBatch batch) {
    if (batch.pooled() == null) {
      throw new IllegalArgumentException(
          "training a head alone needs the rows' pooled features, the rows carry none");
    }
    return batch.pooled();
  }
}
