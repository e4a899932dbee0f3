package io.engram.consolidation.benchmark;

import io.engram.adapters.training.RowSpool;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Test rows of a whole multi-label table, on this machine's disk with the output of the frozen
 * layers.
 *
 * @param rows hidden states and pooled output; closed with this
 * @param labels labels of each row, by its key
 */
public record LabelledSample(RowSpool rows, Map<String, Set<String>> labels)
    implements AutoCloseable {
  public LabelledSample {
    labels = Map.copyOf(new TreeMap<>(labels));
  }

  @Override
  public void close() {
    rows.close();
  }
}
