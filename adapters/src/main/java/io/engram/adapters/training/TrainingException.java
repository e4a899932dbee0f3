package io.engram.adapters.training;

/** A training run that cannot go on; the message names step, epoch and what to change. */
public sealed class TrainingException extends RuntimeException permits DivergedException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
