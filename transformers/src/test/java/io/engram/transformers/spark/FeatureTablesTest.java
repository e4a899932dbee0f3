package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.Precision;
import io.engram.transformers.lake.Forces;
import io.engram.transformers.spark.FeatureTables.Entry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTablesTest {
  private static final FeatureSpec SPEC = FeatureSpec.withHidden(backbone("file:/a", "1"), 2, 64);
  @TempDir java.nio.file.Path root;
  private FeatureTables tables;

  @BeforeEach
  void open() {
    tables = new FeatureTables(new Path(root.toUri()), new Configuration());
  }

  @Test
  void dataWithoutItsMarkerDoesNotCount() throws IOException {
    write(tables.newData("f", SPEC));
    assertThat(tables.find("f", SPEC)).isEmpty();
    assertThat(tables.list()).isEmpty();
  }

  @Test
  void aPublishedTableIsFoundWithItsSize() throws IOException {
    Path data = write(tables.newData("f", SPEC));
    tables.publish("f", SPEC, data);
    Entry entry = tables.find("f", SPEC).orElseThrow();
    assertThat(entry.data().getName()).isEqualTo(data.getName());
    assertThat(entry.table().bytes()).isEqualTo(3);
    assertThat(entry.table().fingerprint()).isEqualTo("f");
  }

  @Test
  void everythingThatChangesTheFeaturesIsInTheKey() throws IOException {
    tables.publish("f", SPEC, write(tables.newData("f", SPEC)));
    assertThat(tables.find("g", SPEC)).isEmpty();
    for (FeatureSpec other :
        List.of(
            FeatureSpec.withHidden(backbone("file:/a", "2"), 2, 64),
            FeatureSpec.withHidden(SPEC.backbone(), 1, 64),
            FeatureSpec.withHidden(SPEC.backbone(), 2, 65),
            SPEC.withPrecision(Precision.FLOAT16),
            FeatureSpec.pooledOnly(SPEC.backbone(), 64))) {
      assertThat(tables.find("f", other)).as(other.toString()).isEmpty();
    }
    assertThat(tables.find("f", FeatureSpec.withHidden(backbone("hdfs://moved/a", "1"), 2, 64)))
        .as("the same backbone elsewhere")
        .isPresent();
  }

  @Test
  void ofManyWritersOfOneKeyOneCountsAndTheOthersLeaveNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Entry>> writers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        writers.add(() -> tables.publish("f", SPEC, write(tables.newData("f", SPEC))));
      }
      Set<Path> answers = new HashSet<>();
      for (Future<Entry> writer : threads.invokeAll(writers)) {
        answers.add(writer.get().data());
      }
      assertThat(answers).hasSize(1);
      assertThat(folders()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void abandonedDataGoesAndNamedDataStays() throws IOException {
    tables.publish("f", SPEC, write(tables.newData("f", SPEC)));
    write(tables.newData("f", SPEC));
    write(tables.newData("g", SPEC));
    tables.removeAbandoned(System.currentTimeMillis() - 60_000);
    assertThat(folders()).hasSize(3);
    tables.removeAbandoned(System.currentTimeMillis() + 60_000);
    assertThat(folders()).hasSize(1);
    assertThat(tables.find("f", SPEC)).isPresent();
  }

  @Test
  void anotherWritersFoldersThatComeAndGoDisturbNobodyAndAreNotAbandoned() throws Exception {
    Path data = write(tables.newData("f", SPEC));
    java.nio.file.Path folder = java.nio.file.Path.of(data.toUri());
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> written =
          writer.submit(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  java.nio.file.Path attempts = folder.resolve("_temporary-" + i);
                  Files.createDirectories(attempts.resolve("attempt"));
                  Files.delete(attempts.resolve("attempt"));
                  Files.delete(attempts);
                }
                return null;
              });
      for (int i = 0; i < 3000; i++) {
        tables.removeAbandoned(System.currentTimeMillis() - 60_000);
      }
      done.set(true);
      written.get();
    } finally {
      writer.shutdownNow();
    }
    assertThat(folders()).hasSize(1);
  }

  @Test
  void aDamagedOrForeignMarkerIsNamed() throws IOException {
    Entry entry = tables.publish("f", SPEC, write(tables.newData("f", SPEC)));
    java.nio.file.Path marker =
        java.nio.file.Path.of(new Path(entry.folder(), FeatureTable.MARKER).toUri());
    String text = Files.readString(marker);
    Files.delete(marker);
    Files.writeString(marker, text.replace("\"format\":1", "\"format\":2"));
    assertThatThrownBy(() -> tables.find("f", SPEC))
        .hasMessageContaining("complete.json: format 2")
        .hasMessageContaining("delete its folder");
    Files.writeString(marker, text.replace("data-", "../"));
    assertThatThrownBy(() -> tables.find("f", SPEC)).hasMessageContaining("data folder ../");
    Files.writeString(marker, text.substring(0, 20));
    assertThatThrownBy(() -> tables.find("f", SPEC)).hasMessageContaining("cannot use");
  }

  @Test
  void anUnusableMarkerHidesNoOtherTableAndItsDataStays() throws IOException {
    Entry bad = tables.publish("f", SPEC, write(tables.newData("f", SPEC)));
    Entry good = tables.publish("g", SPEC, write(tables.newData("g", SPEC)));
    Files.writeString(marker(bad), "{");

    assertThat(tables.list()).containsExactly(good);
    tables.removeAbandoned(System.currentTimeMillis() + 60_000);
    assertThat(folders()).hasSize(2);
  }

  @Test
  void aTableThatLostDataIsRemovedAndIsNone() throws IOException {
    Entry entry = tables.publish("f", SPEC, write(tables.newData("f", SPEC)));
    Files.write(local(entry.data()).resolve("part-0.parquet"), new byte[2]);

    assertThat(tables.find("f", SPEC)).isEmpty();
    assertThat(local(entry.folder())).doesNotExist();
  }

  @Test
  void removingATableLeavesWhatAnotherWriterHasBesideIt() throws IOException {
    Path others = write(tables.newData("f", SPEC));
    Entry entry = tables.publish("f", SPEC, write(tables.newData("f", SPEC)));

    assertThat(tables.remove(entry)).isTrue();

    assertThat(tables.find("f", SPEC)).isEmpty();
    assertThat(folders()).containsExactly(local(others));
  }

  @Test
  void aTableThatWasUsedSinceItWasListedIsNotRemoved() throws IOException {
    Entry entry = tables.publish("f", SPEC, write(tables.newData("f", SPEC)));
    Files.setLastModifiedTime(marker(entry), java.nio.file.attribute.FileTime.fromMillis(1_000));
    Entry listed = tables.list().get(0);
    tables.touch(entry.folder());

    assertThat(tables.remove(listed)).isFalse();
    assertThat(tables.find("f", SPEC)).isPresent();
  }

  @Test
  void erasingATableTakesWhatOthersWriteOfTheSameDataToo() throws IOException {
    write(tables.newData("f", SPEC));
    tables.erase(tables.publish("f", SPEC, write(tables.newData("f", SPEC))));
    assertThat(folders()).isEmpty();
  }

  @Test
  void dataIsForcedToDiskBeforeItsMarkerIsThere() throws IOException {
    Path data = write(tables.newData("f", SPEC));
    String file = local(data).resolve("part-0.parquet").toString();
    Forces.Seen seen;
    try (Forces forces = new Forces()) {
      Forces.mark("publish", () -> tables.publish("f", SPEC, data));
      seen = forces.stop(root);
    }
    Instant marker = ended(seen, name -> name.contains("complete.json"));
    assertThat(ended(seen, file::equals)).isBefore(marker);
    assertThat(ended(seen, local(data).toString()::equals)).isBefore(marker);
  }

  private static Instant ended(Forces.Seen seen, Predicate<String> path) {
    return seen.forces().stream()
        .filter(force -> path.test(force.name()))
        .map(Forces.Step::ended)
        .findFirst()
        .orElseThrow();
  }

  private static java.nio.file.Path marker(Entry entry) {
    return local(new Path(entry.folder(), FeatureTable.MARKER));
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri());
  }

  @Test
  void useIsRemembered() throws IOException {
    Entry entry = tables.publish("f", SPEC, write(tables.newData("f", SPEC)));
    java.nio.file.Path marker =
        java.nio.file.Path.of(new Path(entry.folder(), FeatureTable.MARKER).toUri());
    Files.setLastModifiedTime(marker, java.nio.file.attribute.FileTime.fromMillis(1_000));
    long before = tables.find("f", SPEC).orElseThrow().usedMillis();
    tables.touch(entry.folder());
    assertThat(before).isEqualTo(1_000);
    assertThat(tables.find("f", SPEC).orElseThrow().usedMillis()).isGreaterThan(1_000_000);
  }

  private static BackboneUri backbone(String root, String digit) {
    return new BackboneUri(URI.create(root), digit.repeat(64));
  }

  private Path write(Path data) throws IOException {
    java.nio.file.Path folder = java.nio.file.Path.of(data.toUri());
    Files.createDirectories(folder);
    Files.write(folder.resolve("part-0.parquet"), new byte[3]);
    return data;
  }

  private List<java.nio.file.Path> folders() throws IOException {
    try (Stream<java.nio.file.Path> paths = Files.walk(root)) {
      return paths.filter(path -> path.getFileName().toString().startsWith("data-")).toList();
    }
  }
}
