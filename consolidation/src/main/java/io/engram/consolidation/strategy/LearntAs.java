package io.engram.consolidation.strategy;

import io.engram.transformers.lake.ContentHash;

/**
 * How a task came into a model of a store.
 *
 * @param key idempotence key it was learnt under
 * @param version number of the version that brought it
 */
public record LearntAs(String key, long version) {
  public LearntAs {
    ContentHash.requireSha256(key, "idempotence key of a learnt task");
  }
}
