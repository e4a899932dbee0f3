package io.engram.consolidation.store;

import java.time.Duration;
import java.util.Objects;

/**
 * What a clean-up may delete.
 *
 * @param guard files younger than this stay, whoever wrote them; writers that hold a {@link
 *     WriterLease} need no guard
 * @param dropBefore versions below this number are expired first, except the newest and those that
 *     an alias or a lease names; 0 expires none
 * @param giveUpMissing whether records that are gone without a clean-up having taken them are taken
 *     for expired; otherwise they end the clean-up, as what they named is not known
 */
public record GarbageOptions(Duration guard, long dropBefore, boolean giveUpMissing) {
  /** The guard where nothing else is said. */
  public static final Duration GUARD = Duration.ofHours(1);

  public GarbageOptions {
    Objects.requireNonNull(guard, "guard");
    if (guard.isNegative() || dropBefore < 0) {
      throw new IllegalArgumentException(
          "guard and version must not be negative, got " + guard + " and " + dropBefore);
    }
  }

  /** Expires no version. */
  public static GarbageOptions standard() {
    return new GarbageOptions(GUARD, 0, false);
  }

  public GarbageOptions withGuard(Duration newGuard) {
    return new GarbageOptions(newGuard, dropBefore, giveUpMissing);
  }

  /** Expires the versions below a number, too. */
  public GarbageOptions droppingBefore(long version) {
    return new GarbageOptions(guard, version, giveUpMissing);
  }

  /** Takes records that are gone for expired. */
  public GarbageOptions givingUpMissing() {
    return new GarbageOptions(guard, dropBefore, true);
  }
}
