package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.training.FineTuner;
import io.engram.adapters.training.Rehearsal;
import io.engram.adapters.training.TrainingConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Training of one adapter that several tasks share.
 *
 * @param adapter its kind and width
 * @param start where it goes on from; empty: a fresh one, and fresh heads
 * @param anchor what holds its weights; empty: nothing
 * @param rehearsed heads of earlier tasks whose kept rows are trained on besides, by task
 * @param rehearsal how they are
 * @param training how
 */
public record FineTuning(
    AdapterConfig adapter,
    Optional<AdapterWeights> start,
    Optional<FineTuner.Anchor> anchor,
    Map<String, Head> rehearsed,
    Rehearsal rehearsal,
    TrainingConfig training) {
  /** Without rows of earlier tasks. */
  static FineTuning alone(
      AdapterConfig adapter,
      Optional<AdapterWeights> start,
      Optional<FineTuner.Anchor> anchor,
      TrainingConfig training) {
    return new FineTuning(adapter, start, anchor, Map.of(), Rehearsal.ALIKE, training);
  }

  public FineTuning {
    rehearsed = Collections.unmodifiableMap(new LinkedHashMap<>(rehearsed));
  }
}
