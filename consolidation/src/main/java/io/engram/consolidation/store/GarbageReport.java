package io.engram.consolidation.store;

import java.util.List;

/**
 * What a clean-up deleted, or would delete.
 *
 * @param garbage in the order of deletion
 * @param kept versions below the limit of {@link GarbageOptions#dropBefore} that stay
 */
public record GarbageReport(List<Garbage> garbage, List<Kept> kept) {

  /**
   * A version that was to be expired and stays.
   *
   * @param version its number
   * @param reason what names it, for people
   */
  public record Kept(long version, String reason) {}

  public GarbageReport {
    garbage = List.copyOf(garbage);
    kept = List.copyOf(kept);
  }

  /** Bytes of all files. */
  public long bytes() {
    return garbage.stream().mapToLong(Garbage::bytes).sum();
  }
}
