package io.engram.consolidation.model;

import io.engram.consolidation.store.ObjectRef;

/**
 * Immutable bytes named by their hash: adapters, heads, statistics, reservoir.
 *
 * <ol>
 *   <li>{@link #put} of bytes that are there already changes nothing and gives the same reference.
 *   <li>{@link #read} returns exactly the bytes of the reference or throws; it never returns
 *       damaged ones.
 * </ol>
 */
public interface ModelObjects {

  /**
   * @param extension kind of content, {@code safetensors} or {@code jsonl}
   */
  ObjectRef put(byte[] content, String extension);

  byte[] read(ObjectRef ref);
}
