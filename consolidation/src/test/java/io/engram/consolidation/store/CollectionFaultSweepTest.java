package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A clean-up is killed before and after its operations, each with {@code -Dengram.soak=1}; the next
 * one finds the rest.
 */
class CollectionFaultSweepTest {
  private static final GarbageOptions OPTIONS = new GarbageOptions(Duration.ZERO, 3, false);
  private static final int STRIDE = System.getProperty("engram.soak") == null ? 3 : 1;
  private static final Configuration LOCAL = new Configuration();
  private static final Configuration MORTAL = FaultyFileSystem.conf();

  @TempDir(factory = MemoryDisk.class)
  Path temporary;

  @Test
  void nothingIsLostWhereverACollectionDiesAndTheNextOneCompletesIt() throws IOException {
    Path template = temporary.resolve("template");
    fill(template);
    // Before the first deletion there is nothing to lose: only the search is done.
    int first = search(copy(template, "search"));
    int operations = run(copy(template, "count"), Integer.MAX_VALUE, false);
    assertThat(operations - first).isGreaterThan(20);

    for (int operation = first; operation <= operations; operation += STRIDE) {
      for (boolean after : new boolean[] {false, true}) {
        Path root = copy(template, "store-" + operation + (after ? "-after" : "-before"));
        run(root, operation, after);

        assertThat(FaultyFileSystem.faults().fired()).as("fault at %d", operation).isTrue();
        check(root, operation);
      }
    }
  }

  private static void check(Path root, int operation) throws IOException {
    ModelStore store = ModelStore.open(root.toUri(), LOCAL);
    List<VersionRecord> there = store.versions();
    assertThat(there).extracting(VersionRecord::number).contains(2L, 4L, 5L);
    for (VersionRecord version : there) {
      // The records that were to go may go before what they name.
      assertThat(store.verify(version)).as("version after fault at %d", operation).isEmpty();
    }
    age(root.resolve("leases"));
    store.collect(OPTIONS);
    assertThat(files(root))
        .as("after the collection that follows a fault at %d", operation)
        .containsExactlyInAnyOrderElementsOf(StoreFiles.reachable(store, List.of()));
    assertThat(store.alias("production").orElseThrow().version()).isEqualTo(2);
    assertThat(store.verifyAll().findings()).isEmpty();
  }

  /** Five versions, the first to be expired and the second named; a lost folder, and leftovers. */
  private static void fill(Path root) throws IOException {
    ModelStore store = ModelStore.openOrCreate(root.toUri(), LOCAL);
    for (int i = 1; i <= 5; i++) {
      StoreFixture.publish(store, LOCAL, "task-" + i);
    }
    store.moveAlias("production", 1, 0, null);
    store.moveAlias("production", 2, 1, null);
    StoreFixture.draft(store, LOCAL, 5, "lost", "lost");
    Files.writeString(root.resolve("objects/.half.tmp"), "half");
    Path unused = root.resolve("backbones/" + "0".repeat(64));
    Files.createDirectories(unused);
    Files.writeString(unused.resolve("engram-backbone.json"), "{}");
    Files.writeString(unused.resolve("model.safetensors"), "weights");
  }

  private static int search(Path root) throws IOException {
    FaultyFileSystem.faults().dieAt(Integer.MAX_VALUE, false);
    ModelStore mortal = mortal(root);
    FaultyFileSystem.faults().dieAt(Integer.MAX_VALUE, false);
    mortal.planCollection(OPTIONS);
    return FaultyFileSystem.faults().operations();
  }

  private static int run(Path root, int last, boolean after) throws IOException {
    FaultyFileSystem.faults().dieAt(Integer.MAX_VALUE, false);
    ModelStore mortal = mortal(root);
    FaultyFileSystem.faults().dieAt(last, after);
    try {
      mortal.collect(OPTIONS);
    } catch (IOException e) {
      assertThat(FaultyFileSystem.faults().fired()).as(e.getMessage()).isTrue();
    }
    return FaultyFileSystem.faults().operations();
  }

  private static ModelStore mortal(Path root) throws IOException {
    return LakeModelStore.open(
        URI.create("faulty://" + root.toAbsolutePath()), MORTAL, (path, any) -> new MortalCreate());
  }

  private Path copy(Path template, String name) throws IOException {
    Path target = temporary.resolve(name);
    StoreFiles.copy(template, target);
    return target;
  }

  private static void age(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
      }
    }
  }

  private static List<String> files(Path root) throws IOException {
    return StoreFiles.onDisk(new org.apache.hadoop.fs.Path(root.toUri()), LOCAL);
  }
}
