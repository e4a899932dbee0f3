package io.engram.adapters.training;

/**
 * The loss, or its gradient, is no finite number: the same rows and settings would fare the same.
 */
public final class DivergedException extends TrainingException {
  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    super(message);
  }
}
