package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import java.util.SortedMap;

/**
 * What training minimises, as a function of the pooled output. Two uses: cross-entropy with a head
 * of its own that is trained ({@link CrossEntropyObjective}), and distillation, where {@code
 * parameters()} is empty because the heads are frozen and each row carries its {@link
 * RowBatch#target()}.
 *
 * <ol>
 *   <li>{@link #loss} is a mean over the rows of the batch, so a step does not depend on the batch
 *       size.
 *   <li>{@code pooled} is the first operand of whatever is computed from it: results belong to the
 *       batch's scope, never to the manager of the objective's own arrays.
 *   <li>Same inputs, same bytes.
 * </ol>
 */
public interface Objective extends AutoCloseable {

  /** Arrays trained with the head's learning rate, by name; empty when nothing is. */
  SortedMap<String, NDArray> parameters();

  /**
   * @param pooled {@code [batch, hidden]}
   * @param batch the rows
   * @return scalar
   */
  NDArray loss(NDArray pooled, RowBatch batch);

  /**
   * How many of the rows are classified right; -1 when rows have no class to compare with.
   *
   * @param pooled {@code [batch, hidden]}
   */
  default int correct(NDArray pooled, RowBatch batch) {
    return -1;
  }

  /** Frees the objective's own arrays. */
  @Override
  void close();
}
