package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is trained below the objective: a function from the rows of a batch to their pooled output.
 */
public interface Student {

  /** Arrays trained with the adapter's learning rate, by name; empty when nothing is. */
  SortedMap<String, NDArray> parameters();

  /** Whether weight decay draws a parameter of that name towards zero; biases it never does. */
  default boolean decays(String name) {
    return !name.endsWith("bias");
  }

  /**
   * @return {@code [batch, hidden]}, in the batch's scope
   */
  NDArray pooled(RowBatch batch);

  /**
   * As {@link #pooled}, in a training step: where something is left out at random, it is here.
   *
   * @param step from 1; what is random is a function of it
   */
  default NDArray pooledInTraining(RowBatch batch, long step) {
    return pooled(batch);
  }

  /**
   * What is added to the loss of every training step, a function of the parameters alone; empty
   * when nothing is. It has no part in what is measured on validation rows.
   *
   * @param scope owner of the result
   * @return scalar
   */
  default Optional<NDArray> penalty(NDManager scope) {
    return Optional.empty();
  }
}
