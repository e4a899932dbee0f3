package io.engram.adapters.training;

import ai.djl.pytorch.jni.JniUtils;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to train: the engine collects gradients for one thread of a JVM at a time, so others
 * wait. While it is held, automatic differentiation is off on this thread except inside a gradient
 * collector.
 */
final class TrainingTurn implements AutoCloseable {
  private static final ReentrantLock LOCK = new ReentrantLock(true);

  private final boolean gradients;

  private TrainingTurn(boolean gradients) {
    this.gradients = gradients;
  }

  /**
   * Waits for its turn.
   *
   * @throws IllegalStateException when this thread is training already
   * @throws TrainingInterruptedException when it is interrupted while it waits
   */
  static TrainingTurn await() {
    if (LOCK.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "training inside a training run: one JVM trains one set of weights at a time");
    }
    // The engine's library is loaded by whoever first asks for it.
    NeuralRuntime.get();
    try {
      LOCK.lockInterruptibly();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new TrainingInterruptedException(
          "the training was interrupted before it began, waiting for another one to end", stop);
    }
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    return new TrainingTurn(gradients);
  }

  @Override
  public void close() {
    JniUtils.setGradMode(gradients);
    LOCK.unlock();
  }
}
