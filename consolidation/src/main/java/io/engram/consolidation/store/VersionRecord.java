package io.engram.consolidation.store;

import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.LakeFile;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * All that is known about one version, and all that is needed to find and check it.
 *
 * @param format format of the record
 * @param store id of the store it belongs to
 * @param number version, from 1
 * @param id identity of the publish, and name of the folder
 * @param parent version it continues, 0 for none
 * @param folder {@code versions/<id>}, relative to the root
 * @param files files of the folder, sorted by path
 * @param objects objects it needs, its own and those shared with other versions, sorted
 * @param backbone frozen encoder it needs; null when it needs none
 * @param idempotenceKey same key: same task, data and settings; may be null
 * @param created by the writer's clock
 * @param provenance how it came about
 * @param change null when a task was learnt
 */
public record VersionRecord(
    int format,
    String store,
    long number,
    String id,
    long parent,
    String folder,
    List<LakeFile> files,
    List<ObjectRef> objects,
    BackboneRef backbone,
    String idempotenceKey,
    Instant created,
    Provenance provenance,
    VersionChange change)
    implements LogRecord {

  public VersionRecord {
    Names.requireUuid(store, "store");
    Names.requireUuid(id, "id");
    if (number < 1 || parent < 0 || parent >= number) {
      throw new IllegalArgumentException(
          "version " + number + " cannot continue version " + parent);
    }
    if (!StoreLayout.versionFolder(id).equals(folder)) {
      throw new IllegalArgumentException(
          "folder of version " + number + " must be versions/" + id + ", got '" + folder + "'");
    }
    files = files == null ? List.of() : List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("version " + number + " lists no files");
    }
    objects = objects == null ? List.of() : List.copyOf(objects);
    Objects.requireNonNull(created, "created");
    provenance = provenance == null ? Provenance.of(null, null) : provenance;
  }

  @Override
  public String summary() {
    String task = provenance.task();
    String what =
        change != null ? ", " + change.kind() : task == null ? "" : ", task '" + task + "'";
    return "version " + number + what + ", id " + id;
  }
}
