package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease as a file, renewed by the one daemon thread that all leases of this JVM share. */
final class LakeLease implements WriterLease {
  private static final Logger LOG = LoggerFactory.getLogger(LakeLease.class);
  private static final ScheduledExecutorService HEARTBEAT =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "engram-leases");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * How long leases of a kind live.
   *
   * @param suffix of their files
   */
  record Kind(String suffix, Duration renewedEvery, Duration deadAfter) {
    static final Kind WRITER = new Kind(".json", WriterLease.RENEWED_EVERY, WriterLease.DEAD_AFTER);

    /** Short, because writers wait for it after its holder died. */
    static final Kind SWEEP =
        new Kind(".sweep.json", Duration.ofSeconds(10), Duration.ofMinutes(1));

    static final List<Kind> ALL = List.of(WRITER, SWEEP);

    boolean isOf(LakeTree.Entry entry) {
      return entry.path().matches("[0-9a-f-]{36}" + Pattern.quote(suffix));
    }

    boolean isAlive(LakeTree.Entry entry, long nowMillis) {
      return nowMillis - entry.modifiedMillis() <= deadAfter.toMillis();
    }
  }

  private final Kind kind;
  private final Path file;
  private final LakeTree tree;
  private final LeaseRecord record;
  private ScheduledFuture<?> heartbeat;
  private long renewedNanos;
  private boolean ended;

  private LakeLease(Kind kind, Path file, LakeTree tree, LeaseRecord record, long renewedNanos) {
    this.kind = kind;
    this.file = file;
    this.tree = tree;
    this.record = record;
    this.renewedNanos = renewedNanos;
  }

  static LakeLease take(
      Path folder, Kind kind, String purpose, LeaseRecord.Needs needs, LakeTree tree)
      throws IOException {
    LeaseRecord first =
        new LeaseRecord(
            StoreLayout.FORMAT,
            UUID.randomUUID().toString(),
            purpose,
            host(),
            ProcessHandle.current().pid(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
            null,
            needs);
    Path file = new Path(folder, first.id() + kind.suffix);
    long before = System.nanoTime();
    tree.replace(file, first.encode());
    LakeLease lease =
        new LakeLease(kind, file, tree, first.heldSince(tree.modifiedMillis(file)), before);
    long period = kind.renewedEvery.toMillis();
    lease.heartbeat =
        HEARTBEAT.scheduleWithFixedDelay(lease::beat, period, period, TimeUnit.MILLISECONDS);
    return lease;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  @Override
  public String id() {
    return record.id();
  }

  /** When it was taken, by the file system's clock. */
  long sinceMillis() {
    return record.since();
  }

  private void beat() {
    try {
      renew();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Lease {} could not be renewed: {}", file, e.toString());
    }
  }

  /** Writes it again; gives the time by the file system's clock. */
  synchronized long renew() throws IOException {
    if (ended) {
      return record.since();
    }
    long before = System.nanoTime();
    tree.replace(file, record.encode());
    renewedNanos = before;
    return tree.modifiedMillis(file);
  }

  /**
   * @throws StoreException when it was not renewed for half the time after which others take it for
   *     dead
   */
  synchronized void requireFresh() throws StoreException {
    Duration since = Duration.ofNanos(System.nanoTime() - renewedNanos);
    if (ended || since.compareTo(kind.deadAfter.dividedBy(2)) > 0) {
      throw new StoreException(
          "the clean-up was held up: its lease "
              + file
              + " was last renewed "
              + since.toSeconds()
              + " seconds ago; what it had not deleted yet stays, run it again");
    }
  }

  /** Stops renewing and leaves the file: it protects what it names until it dies. */
  synchronized void abandon() {
    ended = true;
    heartbeat.cancel(false);
  }

  @Override
  public synchronized void close() {
    if (ended) {
      return;
    }
    abandon();
    try {
      tree.deleteFile(file);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Lease {} stays until it dies by itself: {}", file, e.toString());
    }
  }
}
