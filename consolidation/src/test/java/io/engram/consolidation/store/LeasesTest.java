package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a lease protects, by the file system's clock alone. */
class LeasesTest {
  private static final Duration HOURS = Duration.ofHours(2);

  private static final GarbageOptions NOW = new GarbageOptions(Duration.ZERO, 0, false);

  @TempDir Path temporary;
  private final Configuration conf = new Configuration();
  private Path root;
  private ModelStore store;
  private Leases leases;

  @BeforeEach
  void open() throws IOException {
    root = temporary.resolve("model");
    store = ModelStore.openOrCreate(root.toUri(), conf);
    StoreFixture.publish(store, conf, "animal");
    org.apache.hadoop.fs.Path folder =
        new org.apache.hadoop.fs.Path(root.resolve("leases").toUri());
    leases = new Leases(folder, LakeTree.at(folder, conf));
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void leaseOfAWriterThatDiedProtectsNothingAndGoesWithWhatItWrote() throws IOException {
    WriterLease lease = store.lease("killed", List.of(1L));
    StoreFixture.draft(store, conf, 1, "plant", "plant");
    assertThat(store.collect(NOW).garbage()).isEmpty();

    age(root.resolve("leases/" + lease.id() + ".json"), WriterLease.DEAD_AFTER.plusMinutes(1));
    GarbageReport report = store.collect(NOW);

    assertThat(report.garbage())
        .extracting(Garbage::reason)
        .contains(
            Garbage.Reason.UNNAMED_FOLDER,
            Garbage.Reason.UNNAMED_OBJECT,
            Garbage.Reason.DEAD_LEASE);
    try (Stream<Path> left = Files.list(root.resolve("versions"))) {
      assertThat(left).hasSize(1);
    }
    assertThat(root.resolve("leases")).isEmptyDirectory();
  }

  @Test
  void renewedLeaseLivesOnAndKeepsItsBeginning() throws IOException {
    LakeLease lease = leases.takeForWriter("slow", LeaseRecord.Needs.versions(List.of(1L)));
    Path file = root.resolve("leases/" + lease.id() + ".json");
    age(file, WriterLease.DEAD_AFTER.plusMinutes(1));
    long now = System.currentTimeMillis();
    assertThat(leases.protection(now).needs().versions()).isEmpty();

    lease.renew();

    Leases.Protection protection = leases.protection(now);
    assertThat(protection.needs().versions()).containsExactly(1L);
    assertThat(protection.sinceMillis()).isEqualTo(lease.sinceMillis());
    lease.close();
    assertThat(file).doesNotExist();
    lease.renew();
    assertThat(file).as("a lease that ended does not come back").doesNotExist();
  }

  @Test
  void publishDoesNotWaitForACollectionThatDied() throws IOException {
    LakeLease sweep = leases.takeForSweep();
    sweep.abandon();
    age(root.resolve("leases/" + sweep.id() + ".sweep.json"), Duration.ofMinutes(2));

    assertThat(StoreFixture.publish(store, conf, "plant").number()).isEqualTo(2);
  }

  @Test
  void collectionWhoseLeaseEndedDeletesNoMore() throws IOException {
    LakeLease sweep = leases.takeForSweep();
    sweep.requireFresh();
    sweep.close();

    assertThatThrownBy(sweep::requireFresh)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("run it again");
  }

  @Test
  void aLeaseIsRenewedByItselfWhileItsHolderWorks() throws Exception {
    LakeLease lease = take(Duration.ofMillis(20), Duration.ofMinutes(1));
    Path file = root.resolve("leases/" + lease.id() + ".test.json");
    Instant limit = Instant.now().plus(Duration.ofMinutes(2));
    for (int beat = 0; beat < 2; beat++) {
      age(file, Duration.ofHours(1));
      Instant aged = Instant.now().minusSeconds(60);
      while (Files.getLastModifiedTime(file).toInstant().isBefore(aged)) {
        assertThat(Instant.now()).as("renewed at last").isBefore(limit);
        Thread.sleep(5);
      }
    }
    lease.requireFresh();
    lease.close();
  }

  @Test
  void collectionThatWasHeldUpForHalfOfItsLifeDeletesNoMore() throws Exception {
    LakeLease held = take(Duration.ofHours(1), Duration.ofMillis(100));
    Thread.sleep(60);
    assertThatThrownBy(held::requireFresh)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the clean-up was held up");
    held.renew();
    LakeLease patient = take(Duration.ofHours(1), Duration.ofHours(1));
    patient.requireFresh();
    patient.close();
    held.close();
  }

  private LakeLease take(Duration renewedEvery, Duration deadAfter) throws IOException {
    org.apache.hadoop.fs.Path folder =
        new org.apache.hadoop.fs.Path(root.resolve("leases").toUri());
    return LakeLease.take(
        folder,
        new LakeLease.Kind(".test.json", renewedEvery, deadAfter),
        "test",
        LeaseRecord.Needs.NOTHING,
        LakeTree.at(folder, conf));
  }

  @Test
  void runGoesWhenItsVersionIsThereOrNobodyWroteToItForAWeek() throws IOException {
    store.publish(StoreFixture.draft(store, conf, 1, "plant", "a".repeat(64)));
    Path published = run("a".repeat(64), HOURS);
    Path waiting = run("b".repeat(64), Duration.ofDays(6));
    Path abandoned = run("c".repeat(64), Duration.ofDays(8));

    store.collect(GarbageOptions.standard());

    assertThat(published.getParent()).doesNotExist();
    assertThat(waiting).exists();
    assertThat(abandoned.getParent()).doesNotExist();
  }

  @Test
  void runUnderTheKeyOfALearningThatStandsNoMoreIsAsYoungAsAnother() throws IOException {
    String erased = "a".repeat(64);
    String replaced = "b".repeat(64);
    String stands = "c".repeat(64);
    publish(StoreFixture.draft(store, conf, 1, "plant", erased), null);
    publish(StoreFixture.draft(store, conf, 2, "animal", null), VersionChange.erase());
    publish(StoreFixture.draft(store, conf, 3, "tree", replaced), null);
    publish(StoreFixture.draft(store, conf, 4, "tree", stands), null);
    List<Path> waiting = List.of(run(erased, HOURS), run(replaced, HOURS));
    Path ended = run(stands, HOURS);

    store.collect(GarbageOptions.standard());

    assertThat(waiting).allSatisfy(file -> assertThat(file).exists());
    assertThat(ended.getParent()).doesNotExist();
  }

  @Test
  void behindARecordThatIsGoneNoLearningIsTakenForOneThatStands() throws IOException {
    List<VersionRecord> all = new ArrayList<>();
    for (String task : List.of("plant", "tree", "person")) {
      all.add(StoreFixture.publish(store, conf, task));
    }
    assertThat(StandingKeys.of(all))
        .containsExactlyInAnyOrder("key of plant", "key of tree", "key of person");
    assertThat(StandingKeys.of(List.of(all.get(0), all.get(2)))).containsExactly("key of person");
  }

  private void publish(VersionDraft like, VersionChange change) throws IOException {
    store.publish(
        new VersionDraft(
            like.folder(),
            like.parent(),
            like.objects(),
            like.backbone(),
            like.idempotenceKey(),
            like.provenance(),
            change));
  }

  private Path run(String key, Duration age) throws IOException {
    Path file = root.resolve("runs").resolve(key).resolve("checkpoint");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "weights");
    age(file, age);
    age(file.getParent(), age);
    return file;
  }
}
