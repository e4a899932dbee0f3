package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Deletes what {@link GarbageSearch} finds, in the order of FORMAT.md, under a lease of its own.
 */
final class GarbageCollection {
  private final StoreLayout layout;
  private final LakeTree tree;
  private final Leases leases;
  private final Expiries expiries;
  private final GarbageSearch search;

  GarbageCollection(
      StoreLayout layout, LakeTree tree, Leases leases, Expiries expiries, GarbageSearch search) {
    this.layout = layout;
    this.tree = tree;
    this.leases = leases;
    this.expiries = expiries;
    this.search = search;
  }

  GarbageReport plan(GarbageOptions options) throws IOException {
    // The lease tells what time it is by the file system's clock.
    LakeLease lease = leases.takeForSweep();
    try {
      return report(search.find(options, lease.sinceMillis()));
    } finally {
      lease.close();
    }
  }

  GarbageReport run(GarbageOptions options) throws IOException {
    LakeLease lease = leases.takeForSweep();
    try {
      GarbageSearch.Found found = search.find(options, lease.sinceMillis());
      if (!found.expiry().isEmpty()) {
        lease.requireFresh();
        expiries.append(
            found.expiry().versions(),
            found.expiry().moves(),
            Instant.ofEpochMilli(lease.sinceMillis()));
      }
      for (GarbageSearch.Group group : found.groups()) {
        delete(group, lease);
      }
      return report(found);
    } finally {
      lease.close();
    }
  }

  private static GarbageReport report(GarbageSearch.Found found) {
    List<Garbage> garbage = new ArrayList<>();
    found.groups().forEach(group -> garbage.addAll(group.files()));
    return new GarbageReport(garbage, found.kept());
  }

  private void delete(GarbageSearch.Group group, LakeLease lease) throws IOException {
    Path mark = new Path(layout.root(), group.folder() + "/" + StoreLayout.COLLECTED_MARK);
    if (group.marked()) {
      lease.requireFresh();
      tree.replace(mark, new byte[] {'\n'});
    }
    for (Garbage file : group.files()) {
      Path path = new Path(layout.root(), file.path());
      if (!(group.marked() && path.equals(mark))) {
        lease.requireFresh();
        tree.deleteFile(path);
      }
    }
    if (group.folder() != null) {
      lease.requireFresh();
      tree.deleteFolder(new Path(layout.root(), group.folder()));
    }
  }
}
