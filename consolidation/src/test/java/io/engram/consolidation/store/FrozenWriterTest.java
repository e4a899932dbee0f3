package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 1 against a real process: a JVM that publishes is frozen, or killed, wherever it is; what
 * this JVM reads meanwhile is whole, and what the other one was told is published is there.
 */
class FrozenWriterTest {
  private static final int FREEZES = Soak.count(8, 200);
  private static final int KILLS = Soak.count(2, 50);
  private static final int LONGEST_WAIT_MILLIS = 120;

  @TempDir Path temporary;
  private final Configuration conf = new Configuration();
  private final Random random = new Random();
  private URI root;
  private ModelStore store;

  @BeforeEach
  void open() throws IOException {
    root = temporary.resolve("model").toUri();
    store = ModelStore.openOrCreate(root, conf);
  }

  @Test
  void everyReadBesideAFrozenWriterIsOfAWholeVersion() throws Exception {
    int inside = 0;
    try (ChildJvm writer = LoopingWriter.start(root, conf, "frozen", 0, temporary)) {
      writer.awaitLines(2);
      // More than were asked for only while no instant fell inside a publish.
      for (int instant = 0; instant < FREEZES || inside == 0 && instant < 50 * FREEZES; instant++) {
        Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
        writer.freeze();
        VersionRecord newest = readWhole(writer.lines());
        inside += folders() > newest.number() ? 1 : 0;
        writer.thaw();
      }
      writer.freeze();
      assertReported(writer.lines());
    }
    assertThat(inside).as("freezes inside a publish").isPositive();
    System.out.printf(
        "frozen: at least %d instants read a whole version (%d inside a publish), 0 mixed%n",
        FREEZES, inside);
  }

  @Test
  void everyReadAfterAKillIsOfAWholeVersionAndTheNextWriterGoesOn() throws Exception {
    List<String> reported = new ArrayList<>();
    int left = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm writer = LoopingWriter.start(root, conf, "killed-" + kill, 0, temporary)) {
        writer.awaitLines(2);
        Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
        writer.kill();
        reported.addAll(writer.lines());
      }
      VersionRecord newest = readWhole(reported);
      left = Math.toIntExact(folders() - newest.number());
    }
    assertReported(reported);
    System.out.printf(
        "killed: after %d of %d kill -9 a whole version was read and the next writer went on;"
            + " %d folders of dead writers left%n",
        KILLS, KILLS, left);
  }

  /** The newest version and the alias's, each with all it needs. */
  private VersionRecord readWhole(List<String> reported) throws IOException {
    VersionRecord newest = store.latest().orElseThrow();
    String last = reported.get(reported.size() - 1);
    assertThat(newest.number()).isGreaterThanOrEqualTo(Long.parseLong(last.split(" ")[0]));
    StampedVersion.readWhole(store, conf, newest);
    ModelReference production = ModelReference.parse(root + "@" + LoopingWriter.ALIAS);
    StampedVersion.readWhole(store, conf, store.resolve(production));
    return newest;
  }

  private void assertReported(List<String> reported) throws IOException {
    List<String> present = new ArrayList<>();
    long number = 0;
    for (VersionRecord version : store.versions()) {
      assertThat(version.number()).isEqualTo(++number);
      present.add(LoopingWriter.line(version));
    }
    assertThat(present).containsAll(reported);
  }

  private long folders() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(root).resolve("versions"))) {
      return folders.count();
    }
  }
}
