package io.engram.consolidation.closedform;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FusionWeights;
import io.engram.adapters.Head;
import java.util.List;
import java.util.Optional;

/**
 * A way to answer a task that is to be compared on its validation rows.
 *
 * @param adapters one, or those that the fusion attends to; empty: the plain backbone
 * @param fusion empty where one adapter alone answers, or none
 * @param second another head, on the plain backbone, whose logits are added; empty where the first
 *     answers alone
 */
public record Contender(
    List<AdapterWeights> adapters,
    Optional<FusionWeights> fusion,
    Head head,
    Optional<Head> second) {
  public Contender {
    adapters = List.copyOf(adapters);
    if (fusion.isPresent() ? adapters.isEmpty() : adapters.size() > 1) {
      throw new IllegalArgumentException(
          adapters.size() + " adapters with fusion " + fusion.isPresent() + " answer nothing");
    }
  }

  /** A head on the plain backbone. */
  public static Contender frozen(Head head) {
    return new Contender(List.of(), Optional.empty(), head, Optional.empty());
  }

  /** A head on an adapter. */
  public static Contender on(AdapterWeights adapter, Head head) {
    return new Contender(List.of(adapter), Optional.empty(), head, Optional.empty());
  }

  /** The same adapters with other heads. */
  public Contender with(Head first, Head other) {
    return new Contender(adapters, fusion, first, Optional.of(other));
  }
}
