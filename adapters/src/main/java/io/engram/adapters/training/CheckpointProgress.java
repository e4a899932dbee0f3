package io.engram.adapters.training;

/**
 * How far a run had come when a checkpoint was written.
 *
 * @param steps optimiser steps taken
 * @param epoch that was going on, from 1
 */
public record CheckpointProgress(long steps, int epoch) {

  /**
   * @throws io.engram.transformers.weights.WeightFileException when the bytes are no checkpoint
   */
  public static CheckpointProgress of(byte[] checkpoint) {
    RunProgress progress = Checkpoint.fromBytes(checkpoint).progress();
    return new CheckpointProgress(progress.steps(), progress.epoch());
  }
}
