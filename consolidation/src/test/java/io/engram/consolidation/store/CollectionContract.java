package io.engram.consolidation.store;

import static io.engram.consolidation.store.StoreFixture.bytes;
import static io.engram.consolidation.store.StoreFixture.draft;
import static io.engram.consolidation.store.StoreFixture.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** Promise 7 of {@link ModelStore}: clean-up. Part of {@link ModelStoreContract}. */
public abstract class CollectionContract extends LastingContract {
  private static final GarbageOptions NOW = new GarbageOptions(Duration.ZERO, 0, false);

  @Test
  void afterCollectionTheBytesOnDiskAreTheBytesThatVersionsNeed() throws IOException {
    publish(store, conf(), "animal");
    VersionRecord second = publish(store, conf(), "plant");
    store.moveAlias("production", 2, 0, null);
    VersionDraft died = draft(store, conf(), 2, "food", "died before its record");
    write("backbones/" + ContentHash.sha256(bytes("unused")) + "/engram-backbone.json");
    write("objects/.half.0.tmp");
    write("log/.half.0.tmp");
    write("cache/features/table");
    GarbageReport planned = store.planCollection(NOW);
    List<String> before = files();

    GarbageReport deleted = store.collect(NOW);

    assertThat(before).containsAll(planned.garbage().stream().map(Garbage::path).toList());
    assertThat(deleted).isEqualTo(planned);
    assertThat(deleted.garbage())
        .extracting(Garbage::path)
        .anyMatch(path -> path.startsWith("versions/" + died.folder().id()))
        .contains("objects/" + ObjectRef.of(bytes("head of food"), "safetensors").fileName())
        .contains("objects/.half.0.tmp", "log/.half.0.tmp");
    assertThat(files())
        .containsExactlyInAnyOrderElementsOf(
            StoreFiles.reachable(store, List.of("cache/features/table")));
    assertThat(store.verify(store.version(1))).isEmpty();
    assertThat(store.verify(second)).isEmpty();
    assertThat(store.collect(NOW).garbage()).isEmpty();
  }

  @Test
  void expiryTakesOldVersionsButNeitherTheNewestNorThoseThatAreNamed() throws IOException {
    for (String task : List.of("a", "b", "c", "d", "e")) {
      publish(store, conf(), task);
    }
    store.moveAlias("production", 1, 0, null);
    store.moveAlias("production", 2, 1, null);
    WriterLease learner = store.lease("learns on top of 4", List.of(4L));

    GarbageReport report = store.collect(NOW.droppingBefore(9));

    assertThat(store.versions()).extracting(VersionRecord::number).containsExactly(2L, 4L, 5L);
    assertThat(report.kept())
        .containsExactly(
            new GarbageReport.Kept(2, "alias 'production' names it"),
            new GarbageReport.Kept(4, "a running writer needs it"),
            new GarbageReport.Kept(5, "it is the newest"));
    assertThat(store.alias("production").orElseThrow().version()).isEqualTo(2);
    learner.close();
    store.collect(NOW.droppingBefore(9));
    assertThat(store.versions()).extracting(VersionRecord::number).containsExactly(2L, 5L);
    assertThat(files()).containsExactlyInAnyOrderElementsOf(StoreFiles.reachable(store, List.of()));
    assertThat(publish(store, conf(), "f").number()).isEqualTo(6);
    assertThatThrownBy(() -> store.moveAlias("production", 1, 2, null))
        .hasMessageContaining("no version 1");
  }

  @Test
  void aNumberThatWasExpiredIsNotTakenAgainThoughTheOneBeforeItIsKept() throws IOException {
    publish(store, conf(), "animal");
    WriterLease learner = store.lease("learns on top of 1", List.of(1L));
    publish(store, conf(), "plant");
    publish(store, conf(), "food");
    store.collect(NOW.droppingBefore(3));
    assertThat(store.versions()).extracting(VersionRecord::number).containsExactly(1L, 3L);

    assertThat(store.publish(draft(store, conf(), 1, "tool", "tool")))
        .isInstanceOf(Publication.Conflicted.class);

    assertThat(store.versions()).extracting(VersionRecord::number).containsExactly(1L, 3L);
    learner.close();
  }

  @Test
  void filesThatAreYoungerThanTheGuardStay() throws IOException {
    publish(store, conf(), "animal");
    VersionDraft unpublished = draft(store, conf(), 1, "plant", "plant");

    assertThat(store.collect(GarbageOptions.standard()).garbage()).isEmpty();

    assertThat(published(store.publish(unpublished)).number()).isEqualTo(2);
  }

  @Test
  void whatAWriterWithALeaseWroteStaysAndGoesWhenItEnds() throws IOException {
    publish(store, conf(), "animal");
    WriterLease lease = store.lease("learning", List.of(1L));
    VersionDraft unpublished = draft(store, conf(), 1, "plant", "plant");

    assertThat(store.collect(NOW).garbage()).isEmpty();
    assertThat(published(store.publish(unpublished)).number()).isEqualTo(2);
    draft(store, conf(), 2, "food", "food");
    lease.close();

    assertThat(store.collect(NOW).garbage()).isNotEmpty();
    assertThat(files()).containsExactlyInAnyOrderElementsOf(StoreFiles.reachable(store, List.of()));
  }

  @Test
  void draftThatACollectionTookAwayIsRefused() throws IOException {
    VersionRecord animal = publish(store, conf(), "animal");
    VersionDraft collected = draft(store, conf(), 1, "plant", "plant");
    store.collect(NOW);
    assertThatThrownBy(() -> store.publish(collected)).hasMessageContaining("put it first");

    VersionDraft half = draft(store, conf(), 1, "plant", "plant");
    write("versions/" + half.folder().id() + "/" + StoreLayout.COLLECTED_MARK);
    assertThatThrownBy(() -> store.publish(half)).hasMessageContaining("write the version again");
    assertThat(store.versions()).containsExactly(animal);
  }

  @Test
  void publishWaitsUntilARunningCollectionHasEnded() throws Exception {
    VersionDraft draft = draft(store, conf(), 0, "animal", "animal");
    LakeLease sweep = leases().takeForSweep();
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Publication<VersionRecord>> publishing =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              try {
                return store.publish(draft);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    started.await();
    while (leases().protection(sweep.renew()).needs().folders().isEmpty()) {
      Thread.sleep(5);
    }
    assertThat(store.latest()).isEmpty();

    sweep.close();

    assertThat(published(publishing.get()).number()).isEqualTo(1);
  }

  @Test
  void leaseOfALivingWriterThatCannotBeReadStopsACollection() throws IOException {
    publish(store, conf(), "animal");
    draft(store, conf(), 1, "plant", "died");
    write("leases/" + java.util.UUID.randomUUID() + ".json");
    List<String> before = files();

    assertThatThrownBy(() -> store.collect(NOW))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("nothing was deleted");
    assertThat(files()).isEqualTo(before);
  }

  private Leases leases() throws IOException {
    Path folder = new StoreLayout(new Path(store.root())).leases();
    return new Leases(folder, LakeTree.at(folder, conf()));
  }

  private List<String> files() throws IOException {
    return StoreFiles.onDisk(new Path(store.root()), conf());
  }

  private void write(String path) throws IOException {
    Path file = new Path(new Path(store.root()), path);
    LakeFiles.at(file, conf()).writeImmutable(file, ContentSource.of(bytes(path)), path.length());
  }
}
