package io.engram.adapters.prediction;

import io.engram.adapters.FusionWeights;
import java.util.HashSet;
import java.util.List;

/**
 * The fusion of one task.
 *
 * @param slots what it attends to, in the order in which it learnt them
 * @param weights its attention
 */
public record TaskFusion(List<Integer> slots, FusionWeights weights) {
  public TaskFusion {
    slots = List.copyOf(slots);
    if (slots.isEmpty() || new HashSet<>(slots).size() < slots.size()) {
      throw new IllegalArgumentException(
          "a fusion attends to one or more slots, each once, got " + slots);
    }
  }
}
