package io.engram.consolidation.store;

import io.engram.consolidation.task.SecretText;
import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.ExclusiveCreates;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.LakeTree;
import io.engram.transformers.metrics.WorkCount;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The store of FORMAT.md on any file system that has an exclusive create: promises 1 to 3 come from
 * one such create per record ({@link RecordLog}), 5 from {@link VersionVerifier}, 8 from {@link
 * LakeFiles}, 10 from {@link RecordFile}; names are checked by the constructors of the records.
 */
final class LakeModelStore implements ModelStore {
  private final StoreLayout layout;
  private final String id;
  private final LakeFiles files;
  private final Configuration conf;
  private final RecordLog<VersionRecord> log;
  private final AliasLogs aliases;
  private final Expiries expiries;
  private final LakeTree tree;
  private final Leases leases;

  private LakeModelStore(
      StoreLayout layout, String id, LakeFiles files, Configuration conf, RecordLog.Creator creator)
      throws IOException {
    this.layout = layout;
    this.id = id;
    this.files = files;
    this.conf = conf;
    this.tree = LakeTree.at(layout.root(), conf);
    this.log = logAt(layout.log(), VersionRecord.class, creator);
    this.aliases =
        new AliasLogs(
            layout.aliases(), files, name -> logAt(layout.alias(name), AliasRecord.class, creator));
    this.expiries = new Expiries(logAt(layout.expiries(), ExpiryRecord.class, creator), id);
    this.leases = new Leases(layout.leases(), tree);
  }

  private <R extends LogRecord> RecordLog<R> logAt(
      Path folder, Class<R> type, RecordLog.Creator creator) {
    return new RecordLog<>(folder, type, id, files, tree, conf, creator);
  }

  static boolean exists(URI root, Configuration conf) throws IOException {
    Path path = new Path(root);
    return LakeFiles.at(path, conf).exists(new StoreLayout(path).marker());
  }

  static LakeModelStore open(URI root, Configuration conf) throws IOException {
    return open(root, conf, ExclusiveCreates::forPath);
  }

  /** As {@link #open(URI, Configuration)}, with a compare-and-swap of the caller's choice. */
  static LakeModelStore open(URI root, Configuration conf, RecordLog.Creator creator)
      throws IOException {
    Path given = new Path(root);
    LakeFiles files = LakeFiles.at(given, conf);
    StoreLayout layout = new StoreLayout(files.qualified(given));
    byte[] marker;
    try {
      marker = files.read(layout.marker(), RecordFile.MAX_BYTES);
    } catch (FileNotFoundException e) {
      throw StoreException.noStore(layout.root());
    }
    StoreMarker store = RecordFile.decode(marker, StoreMarker.class, layout.marker().toString());
    return new LakeModelStore(layout, store.id(), files, conf, creator);
  }

  static LakeModelStore openOrCreate(URI root, Configuration conf) throws IOException {
    Path given = new Path(root);
    Path marker = new StoreLayout(LakeFiles.at(given, conf).qualified(given)).marker();
    ExclusiveCreate creator = ExclusiveCreates.forPath(marker, conf);
    if (!exists(root, conf)) {
      StoreMarker store = new StoreMarker(StoreLayout.FORMAT, UUID.randomUUID().toString(), now());
      creator.create(marker, RecordFile.encode(store), conf);
    }
    return open(root, conf);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public URI root() {
    return layout.root().toUri();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Optional<VersionRecord> latest() throws IOException {
    return log.latest();
  }

  @Override
  public List<VersionRecord> versionsAfter(long number) throws IOException {
    List<VersionRecord> versions = new ArrayList<>();
    for (long each : log.numbers()) {
      if (each > number) {
        log.find(each).ifPresent(versions::add);
      }
    }
    return versions;
  }

  @Override
  public Optional<VersionRecord> find(long number) throws IOException {
    return log.find(number);
  }

  @Override
  public VersionRecord version(long number) throws IOException {
    try {
      return log.read(number);
    } catch (FileNotFoundException e) {
      List<Long> known = log.numbers();
      throw known.isEmpty()
          ? StoreException.empty(layout.root())
          : StoreException.noVersion(
              layout.root(),
              number,
              expiries.read().versions().contains(number),
              "versions " + known.get(0) + " to " + known.get(known.size() - 1));
    }
  }

  @Override
  public VersionRecord resolve(ModelReference reference) throws IOException {
    if (reference.version() != null) {
      return version(reference.version());
    }
    if (reference.alias() != null) {
      Optional<AliasRecord> alias = alias(reference.alias());
      if (alias.isEmpty()) {
        throw StoreException.noAlias(layout.root(), reference.alias(), aliases().keySet());
      }
      return version(alias.get().version());
    }
    Optional<VersionRecord> latest = latest();
    if (latest.isEmpty()) {
      throw StoreException.empty(layout.root());
    }
    return latest.get();
  }

  @Override
  public Optional<VersionRecord> findByIdempotenceKey(String key) throws IOException {
    List<Long> numbers = log.numbers();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<VersionRecord> record = log.find(numbers.get(i));
      if (record.isPresent() && key.equals(record.get().idempotenceKey())) {
        return record;
      }
    }
    return Optional.empty();
  }

  @Override
  public ObjectRef putObject(byte[] content, String extension) throws IOException {
    log.requireWritable();
    return objects().put(content, extension);
  }

  @Override
  public byte[] readObject(ObjectRef reference) throws IOException {
    return objects().read(reference);
  }

  private ObjectFolder objects() {
    return new ObjectFolder(files, layout.objects());
  }

  @Override
  public VersionFolder newVersionFolder() throws IOException {
    log.requireWritable();
    files.createFolder(layout.versions());
    String folder = UUID.randomUUID().toString();
    return new VersionFolder(folder, layout.version(folder).toUri());
  }

  @Override
  public Publication<VersionRecord> publish(VersionDraft draft) throws IOException {
    LakeLease lease = leases.takeForWriter("publish", LeaseRecord.Needs.of(draft));
    try {
      VersionRecord record = new VersionSealer(layout, files).seal(draft, id, now());
      Publication<VersionRecord> end = log.append(record);
      if (end instanceof Publication.Published) {
        WorkCount.VERSIONS_PUBLISHED.add(1);
      } else if (end instanceof Publication.Unknown) {
        // The record may still appear: what it names stays for as long as a lease can last.
        lease.abandon();
      }
      return end;
    } finally {
      lease.close();
    }
  }

  @Override
  public WriterLease lease(String purpose, Collection<Long> versions) throws IOException {
    log.requireWritable();
    LakeLease lease = leases.takeForWriter(purpose, LeaseRecord.Needs.versions(versions));
    try {
      for (long number : versions) {
        version(number);
      }
      return lease;
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private GarbageCollection collection() {
    LiveVersions live = new LiveVersions(layout, log, aliases, expiries, tree);
    return new GarbageCollection(
        layout, tree, leases, expiries, new GarbageSearch(layout, tree, leases, live));
  }

  @Override
  public GarbageReport planCollection(GarbageOptions options) throws IOException {
    return collection().plan(options);
  }

  @Override
  public GarbageReport collect(GarbageOptions options) throws IOException {
    log.requireWritable();
    return collection().run(options);
  }

  @Override
  public List<Damage> verify(VersionRecord version) throws IOException {
    return new VersionVerifier(layout, files).verify(version, true);
  }

  @Override
  public List<Long> lostVersions() throws IOException {
    // In this order: the hint's record was there before the listing, what is expired after it.
    long hinted = log.hint();
    List<Long> numbers = log.numbers();
    return log.missing(hinted, numbers, expiries.read().versions());
  }

  @Override
  public Verification verifyAll() throws IOException {
    return new StoreVerification(layout, files, log).check(aliases, expiries);
  }

  @Override
  public URI checkedFolder(VersionRecord version) throws IOException {
    return checkedFolder(version, false);
  }

  @Override
  public URI intactFolder(VersionRecord version) throws IOException {
    return checkedFolder(version, true);
  }

  private URI checkedFolder(VersionRecord version, boolean withBackbone) throws IOException {
    requireIntact(version, withBackbone);
    StageClasses.require(files, layout.version(version.id()));
    return layout.version(version.id()).toUri();
  }

  private void requireIntact(VersionRecord version, boolean withBackbone) throws IOException {
    List<Damage> damages = new VersionVerifier(layout, files).verify(version, withBackbone);
    if (!damages.isEmpty()) {
      throw new DamagedVersionException(layout.root(), version.number(), damages);
    }
  }

  @Override
  public void export(VersionRecord version, URI target) throws IOException {
    intactFolder(version);
    new VersionExport(layout, files, conf).export(version, new Path(target));
  }

  @Override
  public Optional<AliasRecord> alias(String name) throws IOException {
    return aliases.newest(name);
  }

  @Override
  public List<AliasRecord> aliasMoves(String name) throws IOException {
    return aliases.moves(name);
  }

  @Override
  public SortedMap<String, AliasRecord> aliases() throws IOException {
    return aliases.all();
  }

  @Override
  public Publication<AliasRecord> moveAlias(String name, long version, long seen, String reason)
      throws IOException {
    String move = UUID.randomUUID().toString();
    String kept = reason == null ? null : SecretText.hide(reason);
    AliasRecord record =
        new AliasRecord(StoreLayout.FORMAT, id, seen + 1, move, name, version, now(), kept);
    WriterLease lease = lease("alias " + name, List.of(version));
    try {
      return aliases.log(name).append(record);
    } finally {
      lease.close();
    }
  }
}
