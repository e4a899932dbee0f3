package io.engram.consolidation.store;

import static io.engram.consolidation.store.StoreFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.store.upkeep.Rollback;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Random steps on a real store beside the simplest model of what it must hold: versions by number,
 * aliases by name.
 */
final class RandomHistory {
  /** What a step does. */
  enum Step {
    PUBLISH(10),
    PUBLISH_AND_DIE(6),
    LOSE_THE_RACE(3),
    ALIAS(5),
    ROLLBACK(3),
    ERASE(2),
    BEGIN_WRITER(3),
    END_WRITER(4),
    EXPIRE(3, true),
    COLLECT(5, true),
    COLLECT_AND_DIE(8, true);

    private final int weight;
    private final boolean deletes;

    Step(int weight) {
      this(weight, false);
    }

    Step(int weight, boolean deletes) {
      this.weight = weight;
      this.deletes = deletes;
    }
  }

  private static final int OBJECTS = 12;
  private static final int LATE = 150;

  private final Random random;
  private final Path root;
  private final Configuration conf = FaultyFileSystem.conf();
  private final ModelStore store;
  private final ModelStore mortal;
  private final Rollback rollback;
  private final TreeMap<Long, VersionRecord> versions = new TreeMap<>();
  private final TreeMap<String, AliasRecord> aliases = new TreeMap<>();
  private final Map<Step, Integer> done = new EnumMap<>(Step.class);
  private int faults;
  private WriterLease writer;
  private VersionDraft pending;

  RandomHistory(long seed, Path root) throws IOException {
    this.random = new Random(seed);
    this.root = root;
    FaultyFileSystem.faults().dieAt(Integer.MAX_VALUE, false);
    this.store = ModelStore.openOrCreate(root.toUri(), conf);
    this.mortal =
        LakeModelStore.open(
            URI.create("faulty://" + root.toAbsolutePath()),
            conf,
            (path, any) -> new MortalCreate());
    this.rollback = new Rollback(store, conf);
    // In a store without a version backbones wait for the first task.
    publish(draft(store, 0, null));
  }

  Map<Step, Integer> done() {
    return done;
  }

  int faults() {
    return faults;
  }

  void step() throws IOException {
    Step step = pick();
    done.merge(step, 1, Integer::sum);
    switch (step) {
      case PUBLISH -> publish(draft(store, newest(), null));
      case PUBLISH_AND_DIE -> publishAndDie();
      case LOSE_THE_RACE -> loseTheRace();
      case ALIAS -> moveAlias();
      case ROLLBACK -> rollback();
      case ERASE -> publish(draft(store, newest(), VersionChange.erase()));
      case BEGIN_WRITER -> beginWriter();
      case END_WRITER -> endWriter();
      case EXPIRE -> collect(random.nextLong(newest() + 2));
      case COLLECT -> collect(0);
      case COLLECT_AND_DIE -> collectAndDie();
    }
    check(step.deletes);
  }

  private Step pick() {
    int at = random.nextInt(Stream.of(Step.values()).mapToInt(step -> step.weight).sum());
    for (Step step : Step.values()) {
      at -= step.weight;
      if (at < 0) {
        return step;
      }
    }
    throw new AssertionError("weights add up");
  }

  private long newest() {
    return versions.isEmpty() ? 0 : versions.lastKey();
  }

  private void publish(VersionDraft draft) throws IOException {
    Publication<VersionRecord> end = store.publish(draft);
    assertThat(end).as(end.message()).isInstanceOf(Publication.Published.class);
    versions.put(end.ours().number(), end.ours());
  }

  private void publishAndDie() throws IOException {
    FaultyFileSystem.faults().dieAt(1 + random.nextInt(LATE), random.nextBoolean());
    try {
      mortal.publish(draft(mortal, newest(), null));
    } catch (IOException e) {
      assertThat(FaultyFileSystem.faults().fired()).as(e.toString()).isTrue();
    }
    died();
    // Whether it got as far as its record is for the log to say.
    store.latest().filter(latest -> latest.number() > newest()).ifPresent(this::know);
  }

  private void know(VersionRecord record) {
    versions.put(record.number(), record);
  }

  /** Nobody holds the leases of the dead, and their files are as old as all others. */
  private void died() throws IOException {
    faults += FaultyFileSystem.faults().fired() ? 1 : 0;
    FaultyFileSystem.faults().dieAt(Integer.MAX_VALUE, false);
    for (Path lease : files("leases")) {
      if (writer == null || !lease.getFileName().toString().startsWith(writer.id())) {
        Files.setLastModifiedTime(lease, FileTime.fromMillis(1));
      }
    }
  }

  private void loseTheRace() throws IOException {
    // Onto the newest of a moment ago, or onto any older one, be it expired.
    VersionDraft late = draft(store, random.nextLong(newest() + 1), null);
    publish(draft(store, newest(), null));
    assertThat(store.publish(late)).isInstanceOf(Publication.Conflicted.class);
  }

  private void moveAlias() throws IOException {
    if (versions.isEmpty()) {
      return;
    }
    String name = "alias-" + random.nextInt(2);
    long seen = aliases.containsKey(name) ? aliases.get(name).number() : 0;
    Publication<AliasRecord> end = store.moveAlias(name, anyVersion(), seen, null);
    assertThat(end).as(end.message()).isInstanceOf(Publication.Published.class);
    aliases.put(name, end.ours());
  }

  private long anyVersion() {
    List<Long> numbers = new ArrayList<>(versions.keySet());
    return numbers.get(random.nextInt(numbers.size()));
  }

  private void rollback() throws IOException {
    if (versions.size() > 1) {
      long to = anyVersion();
      if (to != newest()) {
        know(((Publication.Published<VersionRecord>) rollback.to(to, null)).ours());
      }
    }
  }

  /** A writer that is at work while other steps happen. */
  private void beginWriter() throws IOException {
    if (writer == null) {
      Set<Long> continues = versions.isEmpty() ? Set.of() : Set.of(newest());
      writer = store.lease("slow writer", continues);
      pending = draft(store, newest(), null);
    }
  }

  private void endWriter() throws IOException {
    if (writer == null) {
      return;
    }
    if (random.nextInt(4) > 0) {
      publish(pending.onto(newest()));
    }
    writer.close();
    writer = null;
  }

  private void collect(long dropBefore) throws IOException {
    letTimePass();
    store.collect(new GarbageOptions(Duration.ZERO, dropBefore, false));
    expired(dropBefore);
    if (writer == null) {
      assertThat(onDisk()).isEqualTo(StoreFiles.reachable(store, List.of()));
    }
  }

  private void collectAndDie() throws IOException {
    letTimePass();
    long dropBefore = random.nextBoolean() ? 0 : random.nextLong(newest() + 2);
    FaultyFileSystem.faults().dieAt(1 + random.nextInt(LATE), random.nextBoolean());
    try {
      mortal.collect(new GarbageOptions(Duration.ZERO, dropBefore, false));
    } catch (IOException e) {
      assertThat(FaultyFileSystem.faults().fired()).as(e.toString()).isTrue();
    }
    died();
    // Of the versions that were to go any number may be gone, lowest first.
    List<Long> there = store.versions().stream().map(VersionRecord::number).toList();
    List<Long> gone = versions.keySet().stream().filter(n -> !there.contains(n)).toList();
    List<Long> meant = expirable(dropBefore);
    assertThat(gone).isEqualTo(meant.subList(0, Math.min(gone.size(), meant.size())));
    versions.keySet().removeAll(gone);
  }

  /** Everything but what a running writer holds becomes old: nobody is protected by youth alone. */
  private void letTimePass() throws IOException {
    if (writer == null) {
      for (Path file : files(".")) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
      }
    }
  }

  private void expired(long dropBefore) {
    versions.keySet().removeAll(expirable(dropBefore));
  }

  private List<Long> expirable(long dropBefore) {
    Set<Long> named = new HashSet<>(Set.of(newest()));
    aliases.values().forEach(alias -> named.add(alias.version()));
    if (writer != null) {
      named.add(pending.parent());
    }
    return versions.headMap(dropBefore).keySet().stream().filter(n -> !named.contains(n)).toList();
  }

  private void check(boolean everyByte) throws IOException {
    assertThat(store.versions()).containsExactlyElementsOf(versions.values());
    assertThat(store.aliases()).isEqualTo(aliases);
    if (everyByte) {
      assertThat(store.verifyAll().findings()).isEmpty();
    }
    for (VersionRecord version : everyByte ? versions.values() : List.<VersionRecord>of()) {
      assertThat(store.verify(version)).as("version %d", version.number()).isEmpty();
    }
    for (AliasRecord alias : aliases.values()) {
      assertThat(versions).containsKey(alias.version());
    }
  }

  private VersionDraft draft(ModelStore by, long parent, VersionChange change) throws IOException {
    List<ObjectRef> objects = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      objects.add(by.putObject(bytes("object " + random.nextInt(OBJECTS)), "safetensors"));
    }
    VersionFolder folder = by.newVersionFolder();
    org.apache.hadoop.fs.Path at = new org.apache.hadoop.fs.Path(folder.uri());
    LakeFiles files = LakeFiles.at(at, conf);
    String stage = "stages/0_continual-classifier_1/";
    Map<String, String> contents =
        Map.of(
            "metadata/part-00000",
            StoreFixture.PIPELINE,
            stage + "metadata/part-00000",
            StoreFixture.CLASSIFIER,
            stage + "model.json",
            "{\"name\":" + random.nextInt() + "}");
    for (Map.Entry<String, String> file : contents.entrySet()) {
      byte[] content = bytes(file.getValue());
      files.writeImmutable(
          new org.apache.hadoop.fs.Path(at, file.getKey()),
          ContentSource.of(content),
          content.length);
    }
    return new VersionDraft(
        folder, parent, objects, backbone(by), null, Provenance.of(null, null), change);
  }

  private BackboneRef backbone(ModelStore by) throws IOException {
    byte[] content = bytes("backbone " + random.nextInt(2));
    String hash = ContentHash.sha256(content);
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(
            new StoreLayout(new org.apache.hadoop.fs.Path(by.root())).backbone(hash),
            "engram-backbone.json");
    LakeFiles files = LakeFiles.at(file, conf);
    files.writeImmutable(file, ContentSource.of(content), content.length);
    files.touch(file);
    return new BackboneRef(hash, List.of(new LakeFile(file.getName(), content.length, hash)));
  }

  private Set<String> onDisk() throws IOException {
    return new TreeSet<>(StoreFiles.onDisk(new org.apache.hadoop.fs.Path(root.toUri()), conf));
  }

  private List<Path> files(String folder) throws IOException {
    Path top = root.resolve(folder);
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(Files::exists).toList();
    }
  }
}
