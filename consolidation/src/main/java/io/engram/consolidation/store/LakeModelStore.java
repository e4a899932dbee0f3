package io.engram.consolidation.store;

import io.engram.transformers.lake.ExclusiveCreates;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The store of FORMAT.md on any file system that has an exclusive create: guarantees 1 to 3 come
 * from one such create per record ({@link RecordLog}), 5 from {@link VersionVerifier}, 7 from
 * {@link LakeFiles}, 8 and 9 from {@link RecordFile} and the constructors of the records.
 */
final class LakeModelStore implements ModelStore {
  private final StoreLayout layout;
  private final String id;
  private final LakeFiles files;
  private final Configuration conf;
  private final RecordLog<VersionRecord> log;
  private final AliasLogs aliases;

  private LakeModelStore(
      StoreLayout layout,
      String id,
      LakeFiles files,
      Configuration conf,
      RecordLog.Creator creator) {
    this.layout = layout;
    this.id = id;
    this.files = files;
    this.conf = conf;
    this.log = new RecordLog<>(layout.log(), VersionRecord.class, id, files, conf, creator);
    this.aliases =
        new AliasLogs(
            layout.aliases(),
            files,
            name ->
                new RecordLog<>(layout.alias(name), AliasRecord.class, id, files, conf, creator));
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
    if (!exists(root, conf)) {
      Path given = new Path(root);
      Path marker = new StoreLayout(LakeFiles.at(given, conf).qualified(given)).marker();
      StoreMarker store = new StoreMarker(StoreLayout.FORMAT, UUID.randomUUID().toString(), now());
      ExclusiveCreates.forPath(marker, conf).create(marker, RecordFile.encode(store), conf);
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
  public List<VersionRecord> versions() throws IOException {
    List<VersionRecord> versions = new ArrayList<>();
    for (long number : log.numbers()) {
      versions.add(log.read(number));
    }
    return versions;
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
      VersionRecord record = log.read(numbers.get(i));
      if (key.equals(record.idempotenceKey())) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  @Override
  public ObjectRef putObject(byte[] content, String extension) throws IOException {
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
    files.createFolder(layout.versions());
    String folder = UUID.randomUUID().toString();
    return new VersionFolder(folder, layout.version(folder).toUri());
  }

  @Override
  public Publication<VersionRecord> publish(VersionDraft draft) throws IOException {
    requireComplete(draft);
    return log.append(seal(draft, draft.parent() + 1));
  }

  private void requireComplete(VersionDraft draft) throws IOException {
    for (ObjectRef object : draft.objects()) {
      Path path = new Path(layout.objects(), object.fileName());
      if (!files.exists(path)) {
        throw new StoreException(
            "the draft needs object " + path + ", which is not there; put it first");
      }
    }
    if (draft.backbone() != null) {
      for (LakeFile file : draft.backbone().files()) {
        Path path = new Path(layout.backbone(draft.backbone().sha256()), file.path());
        if (!files.exists(path)) {
          throw new StoreException(
              "the draft needs backbone file " + path + ", which is not there; publish it first");
        }
      }
    }
  }

  private VersionRecord seal(VersionDraft draft, long number) throws IOException {
    Path folder = layout.version(draft.folder().id());
    files.deleteSidecars(folder);
    List<LakeFile> sealed = new ArrayList<>();
    for (String path : files.filesBelow(folder)) {
      LakeFile.requireSafe(path);
      sealed.add(files.digest(new Path(folder, path), path));
    }
    if (sealed.isEmpty()) {
      throw new StoreException("the draft has no files in " + folder + "; write the model first");
    }
    files.force(folder, sealed.stream().map(LakeFile::path).toList());
    files.forceFolder(layout.versions());
    if (!draft.objects().isEmpty()) {
      files.forceFolder(layout.objects());
    }
    return new VersionRecord(
        StoreLayout.FORMAT,
        id,
        number,
        draft.folder().id(),
        draft.parent(),
        StoreLayout.versionFolder(draft.folder().id()),
        sealed,
        draft.objects(),
        draft.backbone(),
        draft.idempotenceKey(),
        now(),
        draft.provenance());
  }

  @Override
  public List<Damage> verify(VersionRecord version) throws IOException {
    return new VersionVerifier(layout, files).verify(version, true);
  }

  @Override
  public URI checkedFolder(VersionRecord version) throws IOException {
    requireIntact(version, false);
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
    requireIntact(version, true);
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
    version(version);
    String move = UUID.randomUUID().toString();
    return aliases
        .log(name)
        .append(
            new AliasRecord(StoreLayout.FORMAT, id, seen + 1, move, name, version, now(), reason));
  }
}
