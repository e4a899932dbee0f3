package io.engram.consolidation.closedform;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import java.util.Optional;

/**
 * A way to answer a task that is to be compared on its validation rows.
 *
 * @param adapter empty: the plain backbone
 */
public record Contender(Optional<AdapterWeights> adapter, Head head) {

  /** A head on the plain backbone. */
  public static Contender frozen(Head head) {
    return new Contender(Optional.empty(), head);
  }
}
