package io.engram.consolidation.store;

import io.engram.consolidation.task.SecretText;

/**
 * How a version came about when no task was learnt.
 *
 * @param kind {@link #ROLLBACK} or {@link #ERASE}; newer programs may know more
 * @param restores the version whose content this one repeats; 0 for none
 * @param reason for people; may be null
 */
public record VersionChange(String kind, long restores, String reason) {
  public static final String ROLLBACK = "rollback";
  public static final String ERASE = "erase";

  public VersionChange {
    Names.requireName(kind, "kind of change");
    if (restores < 0 || kind.equals(ROLLBACK) && restores == 0) {
      throw new IllegalArgumentException("a " + kind + " cannot restore version " + restores);
    }
  }

  /** What looks like a credential in the reason is hidden. */
  public static VersionChange rollback(long version, String reason) {
    return new VersionChange(ROLLBACK, version, reason == null ? null : SecretText.hide(reason));
  }

  public static VersionChange erase() {
    return new VersionChange(ERASE, 0, null);
  }
}
