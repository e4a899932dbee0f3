package io.engram.consolidation.store;

import io.engram.consolidation.store.LakeLease.Kind;
import io.engram.transformers.lake.LakeTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** The folder {@code leases} of a store. */
final class Leases {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long POLL_MILLIS = 50;
  private static final long LONGEST_POLL_MILLIS = 1000;

  private final Path folder;
  private final LakeTree tree;

  Leases(Path folder, LakeTree tree) {
    this.folder = folder;
    this.tree = tree;
  }

  /** A writer's lease, taken after clean-ups that were running have ended. */
  LakeLease takeForWriter(String purpose, LeaseRecord.Needs needs) throws IOException {
    LakeLease lease = LakeLease.take(folder, Kind.WRITER, purpose, needs, tree);
    try {
      awaitSweeps(lease);
      return lease;
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** A clean-up's lease. */
  LakeLease takeForSweep() throws IOException {
    return LakeLease.take(folder, Kind.SWEEP, "clean-up", LeaseRecord.Needs.NOTHING, tree);
  }

  private void awaitSweeps(LakeLease own) throws IOException {
    long start = System.nanoTime();
    long poll = POLL_MILLIS;
    for (long now = own.sinceMillis(); isSweeping(now); now = own.renew()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new StoreException(
            "a clean-up of "
                + folder.getParent()
                + " has been running for more than "
                + PATIENCE.toMinutes()
                + " minutes; nothing was written, run the same again when it has ended");
      }
      try {
        Thread.sleep(poll);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("interrupted while waiting for a clean-up of " + folder);
      }
      poll = Math.min(2 * poll, LONGEST_POLL_MILLIS);
    }
  }

  private boolean isSweeping(long nowMillis) throws IOException {
    return tree.children(folder).stream()
        .anyMatch(entry -> Kind.SWEEP.isOf(entry) && Kind.SWEEP.isAlive(entry, nowMillis));
  }

  /**
   * What living writers need.
   *
   * @param nowMillis by the file system's clock
   * @throws StoreException when a living lease cannot be read
   */
  Protection protection(long nowMillis) throws IOException {
    LeaseRecord.Needs needs = LeaseRecord.Needs.versions(List.of());
    long oldest = Long.MAX_VALUE;
    for (LakeTree.Entry entry : tree.children(folder)) {
      if (!Kind.WRITER.isOf(entry) || !Kind.WRITER.isAlive(entry, nowMillis)) {
        continue;
      }
      try {
        LeaseRecord lease =
            LeaseRecord.decode(
                tree.readReplaced(new Path(folder, entry.path()), LeaseRecord.MAX_BYTES));
        needs.add(lease.needs());
        oldest = Math.min(oldest, lease.since() == null ? entry.modifiedMillis() : lease.since());
      } catch (FileNotFoundException ended) {
        // Its writer is done: what it published is in the log, which is read after this.
      } catch (IOException e) {
        throw new StoreException(
            "lease "
                + new Path(folder, entry.path())
                + " cannot be read ("
                + e.getMessage()
                + "), so that nobody knows what its writer needs; nothing was deleted. It dies"
                + " "
                + WriterLease.DEAD_AFTER.toMinutes()
                + " minutes after its writer");
      }
    }
    return new Protection(needs, oldest);
  }

  /**
   * @param needs of all living leases together
   * @param sinceMillis when the oldest of them was taken; {@link Long#MAX_VALUE} for none
   */
  record Protection(LeaseRecord.Needs needs, long sinceMillis) {}

  /** Leases whose holders are dead. */
  List<LakeTree.Entry> dead(long nowMillis) throws IOException {
    List<LakeTree.Entry> dead = new ArrayList<>();
    for (LakeTree.Entry entry : tree.children(folder)) {
      for (Kind kind : Kind.ALL) {
        if (kind.isOf(entry) && !kind.isAlive(entry, nowMillis)) {
          dead.add(entry);
        }
      }
    }
    return dead;
  }
}
