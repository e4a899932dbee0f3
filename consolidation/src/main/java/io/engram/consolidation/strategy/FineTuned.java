package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.training.TrainingReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of a {@link FineTuning}.
 *
 * @param adapter the shared adapter
 * @param head of the new task, centred
 * @param rehearsed heads of the earlier tasks whose rows were trained on besides, as they are now
 * @param report how training went
 */
public record FineTuned(
    AdapterWeights adapter, Head head, Map<String, Head> rehearsed, TrainingReport report) {
  public FineTuned {
    rehearsed = Collections.unmodifiableMap(new LinkedHashMap<>(rehearsed));
  }
}
