package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publish is killed before and after each of its operations; a reader sees old or new, whole. */
class PublishFaultSweepTest {
  @TempDir(factory = MemoryDisk.class)
  Path temporary;

  private ModelStore reader;
  private ModelStore mortal;

  @BeforeEach
  void open() throws IOException {
    Path root = temporary.resolve("model");
    Configuration conf = FaultyFileSystem.conf();
    FaultyFileSystem.faults().dieAt(Integer.MAX_VALUE, false);
    reader = ModelStore.openOrCreate(root.toUri(), conf);
    StoreFixture.publish(reader, conf, "first");
    mortal =
        LakeModelStore.open(
            URI.create("faulty://" + root.toAbsolutePath()),
            conf,
            (path, any) -> new MortalCreate());
  }

  @Test
  void readerSeesOldOrNewWholeWhereverTheWriterDies() throws IOException {
    FaultyFileSystem.faults().dieAt(Integer.MAX_VALUE, false);
    publish("count");
    int operations = FaultyFileSystem.faults().operations();
    assertThat(operations).isGreaterThan(40);

    for (int operation = 1; operation <= operations; operation++) {
      for (boolean after : new boolean[] {false, true}) {
        killed(operation, after);
      }
    }
    assertThat(reader.versions())
        .allSatisfy(version -> assertThat(reader.verify(version)).isEmpty());
  }

  private void killed(int operation, boolean after) throws IOException {
    String key = "task-" + operation + (after ? "-after" : "-before");
    List<VersionRecord> old = reader.versions();
    FaultyFileSystem.faults().dieAt(operation, after);

    Optional<Publication<VersionRecord>> end = publish(key);

    assertThat(FaultyFileSystem.faults().fired()).as("fault at operation %d", operation).isTrue();
    FaultyFileSystem.faults().dieAt(Integer.MAX_VALUE, false);
    List<VersionRecord> now = reader.versions();
    assertThat(now).startsWith(old.toArray(VersionRecord[]::new));
    assertThat(now.size() - old.size()).isBetween(0, 1);
    VersionRecord newest = now.get(now.size() - 1);
    assertThat(reader.verify(newest)).as("newest after fault at %d", operation).isEmpty();
    boolean published = now.size() > old.size();
    assertThat(reader.findByIdempotenceKey(key).isPresent()).isEqualTo(published);
    if (end.isPresent() && end.get() instanceof Publication.Published) {
      assertThat(published).isTrue();
    }
    if (published && end.isPresent()) {
      assertThat(end.get()).isNotInstanceOf(Publication.Conflicted.class);
    }
    if (published) {
      assertThat(end).as("a record that is there was not reported as failed").isPresent();
    }
  }

  /** Empty where the publish failed for certain. */
  private Optional<Publication<VersionRecord>> publish(String key) {
    try {
      long parent = mortal.latest().map(VersionRecord::number).orElse(0L);
      return Optional.of(
          mortal.publish(StoreFixture.draft(mortal, FaultyFileSystem.conf(), parent, key, key)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
