package io.engram.consolidation.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.transformers.json.BoundedJson;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The bytes of a lease, see FORMAT.md.
 *
 * @param format format of the lease
 * @param id equals the file's name
 * @param purpose for people
 * @param host for people
 * @param process for people
 * @param started by the writer's clock, for people
 * @param since when it was first written, by the file system's clock; null in the first writing
 * @param needs what must stay
 */
record LeaseRecord(
    int format,
    String id,
    String purpose,
    String host,
    long process,
    String started,
    Long since,
    Needs needs) {
  static final int MAX_BYTES = 4 << 20;
  private static final int MAX_DEPTH = 8;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  LeaseRecord {
    Names.requireUuid(id, "id of a lease");
    if (format < 1 || format > StoreLayout.FORMAT) {
      throw new IllegalArgumentException(
          "lease of format " + format + ", this program knows " + StoreLayout.FORMAT);
    }
    needs = needs == null ? Needs.NOTHING : needs;
  }

  /**
   * What a running writer relies on.
   *
   * @param versions numbers
   * @param objects file names
   * @param backbones hashes
   * @param folders ids
   */
  record Needs(
      SortedSet<Long> versions,
      SortedSet<String> objects,
      SortedSet<String> backbones,
      SortedSet<String> folders) {
    static final Needs NOTHING = new Needs(null, null, null, null);

    Needs {
      versions = versions == null ? new TreeSet<>() : new TreeSet<>(versions);
      objects = objects == null ? new TreeSet<>() : new TreeSet<>(objects);
      backbones = backbones == null ? new TreeSet<>() : new TreeSet<>(backbones);
      folders = folders == null ? new TreeSet<>() : new TreeSet<>(folders);
    }

    static Needs versions(Iterable<Long> numbers) {
      Needs needs = new Needs(null, null, null, null);
      numbers.forEach(needs.versions::add);
      return needs;
    }

    static Needs of(VersionDraft draft) {
      Needs needs = new Needs(null, null, null, null);
      draft.objects().forEach(object -> needs.objects.add(object.fileName()));
      if (draft.backbone() != null) {
        needs.backbones.add(draft.backbone().sha256());
      }
      needs.folders.add(draft.folder().id());
      return needs;
    }

    void add(Needs others) {
      versions.addAll(others.versions);
      objects.addAll(others.objects);
      backbones.addAll(others.backbones);
      folders.addAll(others.folders);
    }
  }

  LeaseRecord heldSince(long millis) {
    return new LeaseRecord(format, id, purpose, host, process, started, millis, needs);
  }

  byte[] encode() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /**
   * @throws IOException when it is torn, or of a format to come
   */
  static LeaseRecord decode(byte[] content) throws IOException {
    JsonNode tree = BoundedJson.read(content, MAX_BYTES, MAX_DEPTH);
    return JSON.treeToValue(tree, LeaseRecord.class);
  }
}
