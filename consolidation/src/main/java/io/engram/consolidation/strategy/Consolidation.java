package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.training.TrainingConfig;
import java.util.Map;

/**
 * A task that joins a slot: the slot's adapter and the task's own become one (Ermis et al. 2022,
 * equation 2).
 *
 * @param slot the slot
 * @param learnt the task's own adapter
 * @param head the task's head, centred
 * @param learntShares by task of the slot, share of {@code learnt} in what the student is taught
 *     about it, 0 to 1; what is not named is taught by the slot alone, as in the paper
 * @param training of the student
 */
public record Consolidation(
    int slot,
    AdapterWeights learnt,
    Head head,
    Map<String, Double> learntShares,
    TrainingConfig training) {

  public Consolidation {
    learntShares = Map.copyOf(learntShares);
  }
}
