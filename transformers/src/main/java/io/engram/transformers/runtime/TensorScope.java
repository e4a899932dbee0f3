package io.engram.transformers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Native memory of one batch: every array made in the scope is freed when it closes. An operation's
 * result belongs to the manager of its first operand, so inputs are created in the scope and
 * long-lived weights are always second operands.
 */
public final class TensorScope implements AutoCloseable {
  private final NDManager manager;

  private TensorScope(NDManager manager) {
    this.manager = manager;
  }

  public static TensorScope open() {
    return new TensorScope(NeuralRuntime.get().newManager());
  }

  public NDManager manager() {
    return manager;
  }

  /** Lets an array outlive the scope: it now belongs to {@code owner}. */
  public NDArray release(NDArray array, NDManager owner) {
    array.attach(owner);
    return array;
  }

  @Override
  public void close() {
    manager.close();
  }
}
