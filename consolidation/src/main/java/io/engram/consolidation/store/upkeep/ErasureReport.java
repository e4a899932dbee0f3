package io.engram.consolidation.store.upkeep;

import io.engram.consolidation.store.VersionRecord;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was erased of a task, and what of it remains.
 *
 * @param task its id
 * @param published the version without it; empty when the newest version did not hold it, or
 *     nothing was done yet
 * @param remains versions that still hold it, ascending; a clean-up that drops the versions before
 *     {@code published} removes them
 * @param lost versions whose record is gone though no clean-up took it: nobody can say whether they
 *     hold the task
 * @param aliases those that name one of them, by name; they keep it alive until they are moved
 * @param slot where it was in the newest version; null when it was not there
 * @param copies other slots that name no task and that fusions of other tasks attend to: earlier
 *     states of slots, which the task may have helped to shape
 * @param importance whether the weights by which {@code ewc} holds the slot stay, which the task
 *     helped to shape, too
 * @param cached files below {@code cache/} and {@code runs/} that were made of its data, relative
 *     to the root: gone, or to go
 * @param cachedBytes bytes of these
 */
public record ErasureReport(
    String task,
    Optional<VersionRecord> published,
    List<Long> remains,
    List<Long> lost,
    SortedMap<String, Long> aliases,
    Slot slot,
    List<Slot> copies,
    boolean importance,
    List<String> cached,
    long cachedBytes) {

  /**
   * The slot that served a task, or one that may have been shaped by it.
   *
   * @param number of the slot, -1 for the plain backbone
   * @param sharedWith other tasks of the slot. With none the adapter is given up with the task;
   *     with some it stays, and its weights remain shaped by the task, too
   * @param fusedBy other tasks whose fusions attend to the slot: the adapter stays for them, too
   */
  public record Slot(int number, List<String> sharedWith, List<String> fusedBy) {
    public Slot {
      sharedWith = List.copyOf(sharedWith);
      fusedBy = List.copyOf(fusedBy);
    }

    /** Whether weights stay that the task helped to shape. */
    public boolean staysShaped() {
      return !sharedWith.isEmpty() || !fusedBy.isEmpty();
    }
  }

  public ErasureReport {
    remains = List.copyOf(remains);
    lost = List.copyOf(lost);
    aliases = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
    copies = List.copyOf(copies);
    cached = List.copyOf(cached);
  }
}
