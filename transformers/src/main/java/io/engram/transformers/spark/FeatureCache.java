package io.engram.transformers.spark;

import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.FeatureTables.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feature tables of tasks, computed once and kept in the lake for every later step, run and
 * strategy.
 *
 * <ol>
 *   <li>A table that is there is read: no row of the task, no backbone.
 *   <li>A table counts only when it is complete. A run that dies leaves nothing that counts; on
 *       local disks nor does a machine that does. One that has lost data since is computed again.
 *   <li>Runs that compute the same table at once do not disturb each other.
 *   <li>Above the size limit the least recently used tables go first, but none that this object has
 *       handed out and none that anybody used within {@link #GUARD}. What this object has handed
 *       out counts as used whenever it is asked for features.
 * </ol>
 *
 * <p>Object stores keep no time of the last use: there a table is as old as its making, and a run
 * elsewhere that reads it for longer than {@link #GUARD} may find it gone.
 */
public final class FeatureCache {
  /** How long after its last use a table stays whatever the limit: runs elsewhere may read it. */
  public static final Duration GUARD = Duration.ofHours(1);

  // A shuffle's stages run in threads of Spark's own: without it they bear no name of ours.
  private static final String DESCRIPTION = "spark.job.description";

  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

  private final SparkSession session;
  private final FeatureTables tables;
  private final long maxBytes;
  private final Duration guard;
  private final Set<Path> handedOut = ConcurrentHashMap.newKeySet();

  /**
   * @param root folder in the lake (any Hadoop URI); the tables are below {@code features/}
   * @param maxBytes size that eviction brings the tables back to
   */
  public FeatureCache(SparkSession session, String root, long maxBytes) {
    this(session, root, maxBytes, GUARD);
  }

  FeatureCache(SparkSession session, String root, long maxBytes, Duration guard) {
    this.session = session;
    this.tables = new FeatureTables(new Path(root), session.sessionState().newHadoopConf());
    this.maxBytes = maxBytes;
    this.guard = guard;
  }

  /**
   * The features of a task, from the lake or computed now on executors.
   *
   * @param task columns {@code row_key}, {@code text}, {@code label}, {@code split} and where there
   *     are text pairs {@code pair}, all strings; not read when the table is there
   * @param fingerprint of the task's data: other rows, another fingerprint
   * @return columns of {@link FeatureRows#schema()}
   * @throws UncheckedIOException when the cache cannot be read or written; names the path
   */
  public Dataset<Row> features(Dataset<Row> task, String fingerprint, FeatureSpec spec) {
    return features(task, fingerprint, spec, computed -> {});
  }

  /**
   * As {@link #features(Dataset, String, FeatureSpec)}, for rows that may have changed since their
   * fingerprint was taken.
   *
   * @param check sees a table that was computed now before it counts; what it throws is thrown, and
   *     the table is gone
   */
  public Dataset<Row> features(
      Dataset<Row> task, String fingerprint, FeatureSpec spec, Consumer<Dataset<Row>> check) {
    try {
      Optional<Entry> there = find(fingerprint, spec);
      return read(there.isPresent() ? there.get() : compute(task, fingerprint, spec, check));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure.getMessage(), failure);
    }
  }

  /** The features of a task if they are in the lake. */
  public Optional<Dataset<Row>> cached(String fingerprint, FeatureSpec spec) {
    try {
      Optional<Entry> there = find(fingerprint, spec);
      return there.isPresent() ? Optional.of(read(there.get())) : Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure.getMessage(), failure);
    }
  }

  /**
   * The folder of kept features that a file belongs to; empty where it is none of theirs.
   *
   * @param file address of any file
   */
  public static Optional<String> folderOf(String file) {
    return FeatureTables.folderOf(file);
  }

  /**
   * Removes every table of a task's data, whoever uses it. A table whose marker cannot be used may
   * be of that data or not: it stays, and the log names it.
   *
   * @return tables removed
   */
  public int erase(String fingerprint) {
    try {
      int removed = 0;
      for (Entry entry : tables.list()) {
        if (entry.table().fingerprint().equals(fingerprint)) {
          tables.erase(entry);
          handedOut.remove(entry.folder());
          removed++;
        }
      }
      return removed;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure.getMessage(), failure);
    }
  }

  // A table with hidden states also answers who wants the pooled output only.
  private Optional<Entry> find(String fingerprint, FeatureSpec spec) throws IOException {
    Optional<Entry> entry = tables.find(fingerprint, spec);
    for (Precision precision : spec.hidden() ? new Precision[0] : Precision.values()) {
      if (entry.isEmpty()) {
        entry = tables.find(fingerprint, spec.withHidden(precision));
      }
    }
    handedOut.forEach(tables::touch);
    if (entry.isPresent()) {
      tables.touch(entry.get().folder());
      LOG.info("features of {} are in {}", fingerprint, entry.get().folder());
    }
    return entry;
  }

  private Entry compute(
      Dataset<Row> task, String fingerprint, FeatureSpec spec, Consumer<Dataset<Row>> check)
      throws IOException {
    Path data = tables.newData(fingerprint, spec);
    LOG.info("computing features of {} into {}", fingerprint, data);
    String described = session.sparkContext().getLocalProperty(DESCRIPTION);
    try {
      session.sparkContext().setJobDescription("features of " + fingerprint);
      TaskFeatures.compute(session, task, spec)
          .write()
          .option("compression", "uncompressed")
          .option("parquet.enable.dictionary", "false")
          .option("parquet.block.size", TaskFeatures.ROW_GROUP_BYTES)
          .parquet(data.toString());
      check.accept(session.read().schema(FeatureRows.schema()).parquet(data.toString()));
    } catch (Exception | Error failure) {
      // Spark's checked exceptions arrive undeclared.
      tables.discard(data);
      if (ExceptionUtils.getRootCause(failure) instanceof IOException root) {
        // What this program says of it tells more than where it ended.
        Throwable said =
            ExceptionUtils.getThrowableList(failure).stream()
                .filter(link -> link.getClass().getName().startsWith("io.engram."))
                .findFirst()
                .orElse(root);
        throw new IOException(
            "features cannot be computed and written to " + data + ": " + said.getMessage(),
            failure);
      }
      throw failure;
    } finally {
      session.sparkContext().setJobDescription(described);
    }
    Entry entry = tables.publish(fingerprint, spec, data);
    handedOut.add(entry.folder());
    try {
      evict();
    } catch (IOException failure) {
      LOG.warn(
          "features are there, but the limit of their size is not kept: {}", failure.toString());
    }
    return entry;
  }

  private Dataset<Row> read(Entry entry) throws IOException {
    handedOut.add(entry.folder());
    return session.read().schema(FeatureRows.schema()).parquet(tables.files(entry));
  }

  private void evict() throws IOException {
    long now = System.currentTimeMillis();
    tables.removeAbandoned(now - ABANDONED.toMillis());
    List<Entry> oldestFirst =
        tables.list().stream().sorted(Comparator.comparingLong(Entry::usedMillis)).toList();
    long bytes = oldestFirst.stream().mapToLong(entry -> entry.table().bytes()).sum();
    for (Entry entry : oldestFirst) {
      boolean inUse =
          handedOut.contains(entry.folder()) || entry.usedMillis() > now - guard.toMillis();
      if (bytes > maxBytes && !inUse && tables.remove(entry)) {
        LOG.info("removed features {} ({} bytes)", entry.folder(), entry.table().bytes());
        bytes -= entry.table().bytes();
      }
    }
    if (bytes > maxBytes) {
      LOG.warn("features in use take {} bytes, the limit is {}", bytes, maxBytes);
    }
  }
}
