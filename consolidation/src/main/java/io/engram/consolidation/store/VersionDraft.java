package io.engram.consolidation.store;

import io.engram.transformers.lake.BackboneRef;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A version that is written and not yet published.
 *
 * @param folder from {@link ModelStore#newVersionFolder()}, complete
 * @param parent number of the version it continues, 0 for the first
 * @param objects all objects it needs, also those of its parent
 * @param backbone frozen encoder it needs; null when it needs none
 * @param idempotenceKey same key: same task, data and settings; may be null
 * @param provenance how it came about
 * @param change null when a task was learnt
 */
public record VersionDraft(
    VersionFolder folder,
    long parent,
    List<ObjectRef> objects,
    BackboneRef backbone,
    String idempotenceKey,
    Provenance provenance,
    VersionChange change) {

  public VersionDraft {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(provenance, "provenance");
    objects = List.copyOf(new TreeSet<>(objects));
    if (parent < 0) {
      throw new IllegalArgumentException("parent must not be negative, got " + parent);
    }
  }

  /** A version in which a task was learnt. */
  public VersionDraft(
      VersionFolder folder,
      long parent,
      List<ObjectRef> objects,
      BackboneRef backbone,
      String idempotenceKey,
      Provenance provenance) {
    this(folder, parent, objects, backbone, idempotenceKey, provenance, null);
  }

  /** The same data on top of another version, for a writer that lost and may go on. */
  public VersionDraft onto(long newParent) {
    return new VersionDraft(
        folder, newParent, objects, backbone, idempotenceKey, provenance, change);
  }
}
