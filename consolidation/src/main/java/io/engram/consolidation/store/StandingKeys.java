package io.engram.consolidation.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Idempotence keys of learnings that stand: the newest version holds what they published. One that
 * was taken back or learnt otherwise since may be under way once more, under the key that an old
 * version has.
 */
public final class StandingKeys {
  private StandingKeys() {}

  /**
   * Goes back from the newest version as far as nothing but learning happened: behind a rollback,
   * an erasure or a record that is gone it takes nothing for granted.
   *
   * @param versions by their numbers, the newest last
   */
  public static Set<String> of(List<VersionRecord> versions) {
    Set<String> keys = new HashSet<>();
    Set<String> tasks = new HashSet<>();
    for (int i = versions.size() - 1; i >= 0; i--) {
      VersionRecord version = versions.get(i);
      boolean gap = i + 1 < versions.size() && versions.get(i + 1).number() != version.number() + 1;
      if (gap || version.change() != null) {
        return keys;
      }
      boolean newestOfTask = tasks.add(version.provenance().task());
      if (newestOfTask && version.idempotenceKey() != null) {
        keys.add(version.idempotenceKey());
      }
    }
    return keys;
  }
}
