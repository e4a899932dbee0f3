package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import java.util.SortedMap;

/**
 * What is trained below the objective: a function from the rows of a batch to their pooled output.
 */
public interface Student {

  /** Arrays trained with the adapter's learning rate, by name; empty when nothing is. */
  SortedMap<String, NDArray> parameters();

  /**
   * @return {@code [batch, hidden]}, in the batch's scope
   */
  NDArray pooled(RowBatch batch);
}
