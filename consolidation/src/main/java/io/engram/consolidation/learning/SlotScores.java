package io.engram.consolidation.learning;

import io.engram.consolidation.transferability.TransRateOptions;

/** Scores of one slot for the rows of a task, wherever the rows are. */
public interface SlotScores {

  /** LEEP of each head of the slot, in the order of the heads. */
  double[] leep(SlotModel slot);

  /**
   * TransRate of the slot's features.
   *
   * @param classCounts rows of each class: their sum bounds the dimensions
   */
  double transRate(SlotModel slot, long[] classCounts, TransRateOptions options, long seed);
}
