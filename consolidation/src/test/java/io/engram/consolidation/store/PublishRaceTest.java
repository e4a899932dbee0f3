package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promises 1 and 2 between processes: loads beside publishers, publishers beside each other. */
class PublishRaceTest {
  private static final int PUBLISHERS = 2;

  @TempDir Path temporary;

  @ParameterizedTest
  @MethodSource("io.engram.consolidation.store.RealLake#toRunOn")
  void everyLoadBesideTwoPublishersIsOfAWholeVersion(RealLake lake) throws Exception {
    URI root = lake.freshRoot(temporary);
    Configuration conf = lake.conf();
    ModelStore store = ModelStore.openOrCreate(root, conf);
    int loads = Soak.count(10, 1000);
    Set<String> stamps = new TreeSet<>();
    List<String> reported = new ArrayList<>();
    try (Writers publishers = new Writers()) {
      for (int i = 0; i < PUBLISHERS; i++) {
        publishers.add(LoopingWriter.start(root, conf, "publisher-" + i, 0, temporary));
      }
      for (ChildJvm publisher : publishers.all) {
        publisher.awaitLines(2);
      }
      ModelReference newest = ModelReference.newest(root);
      ModelReference production = ModelReference.parse(root + "@" + LoopingWriter.ALIAS);
      for (int load = 0; load < loads; load++) {
        VersionRecord version = store.resolve(load % 2 == 0 ? newest : production);
        stamps.add(StampedVersion.readWhole(store, conf, version));
      }
      for (ChildJvm publisher : publishers.all) {
        assertThat(publisher.isAlive()).isTrue();
        publisher.kill();
        reported.addAll(publisher.lines());
      }
    }
    assertThat(present(store)).containsAll(reported);
    System.out.printf(
        "%s: %d loads of %d versions beside %d publishers that published %d: 0 failed, 0 mixed%n",
        lake, loads, stamps.size(), PUBLISHERS, reported.size());
  }

  @ParameterizedTest
  @MethodSource("io.engram.consolidation.store.RealLake#toRunOn")
  void everyReportedVersionIsThereAndEveryNumberHasOneWinner(RealLake lake) throws Exception {
    URI root = lake.freshRoot(temporary);
    Configuration conf = lake.conf();
    ModelStore store = ModelStore.openOrCreate(root, conf);
    int writers = lake == RealLake.LOCAL ? 2 : 4;
    int publishes = Soak.count(6, lake == RealLake.LOCAL ? 300 : 100);
    List<String> reported = new ArrayList<>();
    try (Writers processes = new Writers()) {
      for (int i = 0; i < writers; i++) {
        processes.add(LoopingWriter.start(root, conf, "writer-" + i, publishes, temporary));
      }
      for (ChildJvm process : processes.all) {
        process.awaitEnd();
        reported.addAll(process.lines());
      }
    }
    assertThat(reported).hasSize(writers * publishes);
    List<VersionRecord> versions = store.versions();
    assertThat(present(store)).containsExactlyInAnyOrderElementsOf(reported);
    assertThat(versions)
        .extracting(VersionRecord::number)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, reported.size()).boxed().toList());
    for (VersionRecord version : versions) {
      StampedVersion.readWhole(store, conf, version);
    }
    System.out.printf(
        "%s: %d processes reported %d versions, %d are there, no number twice, none missing%n",
        lake, writers, reported.size(), versions.size());
  }

  private static List<String> present(ModelStore store) throws IOException {
    return store.versions().stream().map(LoopingWriter::line).toList();
  }

  /** Processes that end with the test. */
  private static final class Writers implements AutoCloseable {
    final List<ChildJvm> all = new ArrayList<>();

    void add(ChildJvm process) {
      all.add(process);
    }

    @Override
    public void close() throws InterruptedException {
      for (ChildJvm process : all) {
        process.close();
      }
    }
  }
}
