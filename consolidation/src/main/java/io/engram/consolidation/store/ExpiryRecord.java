package io.engram.consolidation.store;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one clean-up takes out of the logs, written before it does: a number that is neither in its
 * log nor named here was lost.
 *
 * @param format format of the record
 * @param store id of the store it belongs to
 * @param number clean-up that expired something, from 1
 * @param id identity of this record
 * @param created by the clean-up's clock
 * @param versions numbers of versions, ascending
 * @param moves numbers of moves by alias, ascending
 */
record ExpiryRecord(
    int format,
    String store,
    long number,
    String id,
    Instant created,
    List<Long> versions,
    SortedMap<String, List<Long>> moves)
    implements LogRecord {

  ExpiryRecord {
    Names.requireUuid(store, "store");
    Names.requireUuid(id, "id");
    Objects.requireNonNull(created, "created");
    if (number < 1) {
      throw new IllegalArgumentException("an expiry has a number from 1, got " + number);
    }
    versions = versions == null ? List.of() : List.copyOf(versions);
    SortedMap<String, List<Long>> copy = new TreeMap<>();
    if (moves != null) {
      moves.forEach(
          (alias, numbers) -> copy.put(Names.requireName(alias, "alias"), List.copyOf(numbers)));
    }
    moves = Collections.unmodifiableSortedMap(copy);
  }

  @Override
  public String summary() {
    return "expiry of versions " + versions + " and moves " + moves + ", id " + id;
  }
}
