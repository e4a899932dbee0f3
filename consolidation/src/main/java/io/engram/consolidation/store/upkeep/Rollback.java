package io.engram.consolidation.store.upkeep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionDraft;
import io.engram.consolidation.store.VersionFolder;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.WriterLease;
import io.engram.transformers.json.BoundedJson;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Makes the newest version equal to an earlier one, by a new version with its content. */
public final class Rollback {
  private static final int MAX_DEPTH = 64;

  private final ModelStore store;
  private final VersionFiles files;

  public Rollback(ModelStore store, Configuration conf) throws IOException {
    this.store = store;
    this.files = new VersionFiles(store, conf);
  }

  /**
   * Publishes the content of a version as the newest one. Objects and backbone are shared with it;
   * its folder is copied, and {@code model.json} gets the new number. All versions stay what they
   * were.
   *
   * @param version number of the version to go back to
   * @param reason for people; may be null
   * @return published, or what happened instead
   * @throws StoreException when there is no such version, or it is the newest
   * @throws io.engram.consolidation.store.DamagedVersionException when it is not intact
   */
  public Publication<VersionRecord> to(long version, String reason) throws IOException {
    WriterLease lease = store.lease("rollback to version " + version, List.of(version));
    try {
      VersionRecord source = store.version(version);
      long newest = store.latest().orElseThrow().number();
      if (newest == version) {
        throw new StoreException(
            "version " + version + " of " + store.root() + " is the newest, nothing to go back to");
      }
      VersionFolder folder =
          files.copy(source, document -> renumbered(document, newest + 1, version));
      return store.publish(
          new VersionDraft(
              folder,
              newest,
              source.objects(),
              source.backbone(),
              source.idempotenceKey(),
              source.provenance(),
              VersionChange.rollback(version, reason)));
    } finally {
      lease.close();
    }
  }

  private static byte[] renumbered(byte[] document, long number, long version) throws IOException {
    if (!(BoundedJson.read(document, VersionFiles.MAX_DOCUMENT_BYTES, MAX_DEPTH)
        instanceof ObjectNode model)) {
      throw new StoreException("model.json of version " + version + " is no JSON object");
    }
    return VersionFiles.JSON.writeValueAsBytes(model.put("version", number));
  }
}
