package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.ExclusiveCreate.Outcome;
import io.engram.transformers.lake.ExclusiveCreates;
import io.engram.transformers.lake.Forces;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.metrics2.impl.MetricsCollectorImpl;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 8: all that a record names was forced to disk before the record was created, and the
 * record itself before its creation is reported.
 *
 * <p>There is no such test of S3A: an object store has no force. A PUT that was answered is durable
 * by the service's word, and the store waits for the answer of each before it goes on.
 */
class ForcedBeforeRecordTest {
  private static final String RECORD = "00000000000000000001.json";

  @TempDir Path temporary;

  private record Published(VersionRecord version, Forces.Seen seen) {
    Forces.Step creation() {
      assertThat(seen.actions()).extracting(Forces.Step::name).containsExactly(RECORD);
      return seen.actions().get(0);
    }

    void assertForced(String what, Predicate<String> path) {
      assertThat(seen.before(creation(), path))
          .as("%s was forced before the record", what)
          .isTrue();
    }

    void assertForcedWithin(String what, Predicate<String> path) {
      assertThat(seen.within(creation(), path))
          .as("%s was forced before the record was reported", what)
          .isTrue();
    }
  }

  /** What is done around the creation of a record. */
  private interface Around {
    Outcome create(String record, Forces.Action<Outcome> create) throws IOException;
  }

  private static ExclusiveCreate observed(ExclusiveCreate real, Around around) {
    return new ExclusiveCreate() {
      @Override
      public Set<String> schemes() {
        return real.schemes();
      }

      @Override
      public Outcome create(
          org.apache.hadoop.fs.Path target, byte[] content, Configuration configuration)
          throws IOException {
        return around.create(target.getName(), () -> real.create(target, content, configuration));
      }
    };
  }

  /** From the first byte of a model on. */
  private Published publish(URI root, Configuration conf) throws IOException {
    try (Forces forces = new Forces()) {
      LakeModelStore.openOrCreate(root, conf);
      ModelStore store =
          LakeModelStore.open(
              root,
              conf,
              (path, same) -> observed(ExclusiveCreates.forPath(path, same), Forces::mark));
      VersionRecord version = StoreFixture.publish(store, conf, "animal");
      return new Published(version, forces.stop(temporary));
    }
  }

  @Test
  void onALocalDiskEveryFileAndEveryNameOnTheWayToItIsForced() throws IOException {
    Path root = temporary.resolve("store");
    Published published = publish(root.toUri(), new Configuration());
    VersionRecord version = published.version();

    Set<Path> folders = new TreeSet<>(List.of(temporary, root));
    for (LakeFile file : version.files()) {
      Path path = root.resolve(version.folder()).resolve(file.path());
      published.assertForced("file " + path, path.toString()::equals);
      addFolders(folders, root, path);
    }
    for (Path immutable : immutables(root, version)) {
      // It gets its name when its bytes are on disk.
      String temporaryName = immutable.resolveSibling("." + immutable.getFileName()).toString();
      published.assertForced(
          "file " + immutable,
          Pattern.compile(Pattern.quote(temporaryName) + "\\.[0-9a-f-]{36}\\.tmp")
              .asMatchPredicate());
      addFolders(folders, root, immutable);
    }
    assertThat(folders).hasSize(11);
    for (Path folder : folders) {
      published.assertForced("folder " + folder, folder.toString()::equals);
    }
    Path log = root.resolve("log");
    published.assertForcedWithin("its bytes", path -> path.startsWith(log + "/." + RECORD + "."));
    published.assertForcedWithin("its name", log.toString()::equals);
  }

  private static void addFolders(Set<Path> folders, Path root, Path file) {
    for (Path at = file.getParent(); !at.equals(root); at = at.getParent()) {
      folders.add(at);
    }
  }

  private static List<Path> immutables(Path root, VersionRecord version) {
    List<Path> files = new ArrayList<>();
    version.objects().forEach(object -> files.add(root.resolve("objects/" + object.fileName())));
    Path backbone = root.resolve("backbones/" + version.backbone().sha256());
    version.backbone().files().forEach(file -> files.add(backbone.resolve(file.path())));
    return files;
  }

  /** Names are durable by the name node's journal when the call that made them returns. */
  @Test
  void onHdfsTheDataNodeHasForcedTheBlockOfEveryFile() throws IOException {
    Configuration conf = MiniHdfs.conf();
    URI root = MiniHdfs.freshFolder();
    LakeModelStore.openOrCreate(root, conf);
    long begun = forcedByTheDataNode();
    AtomicLong forced = new AtomicLong();
    ModelStore store =
        LakeModelStore.open(
            root,
            conf,
            (path, same) ->
                observed(
                    ExclusiveCreates.forPath(path, same),
                    (record, create) -> {
                      forced.set(forcedByTheDataNode());
                      return create.run();
                    }));
    VersionRecord version = StoreFixture.publish(store, conf, "animal");

    long blocks =
        version.objects().size()
            + version.backbone().files().size()
            + version.files().stream().filter(file -> file.length() > 0).count();
    assertThat(blocks).isEqualTo(8);
    assertThat(forced.get() - begun).as("blocks forced before the record").isEqualTo(blocks);
    assertThat(forcedByTheDataNode() - begun).as("with the record's own").isEqualTo(blocks + 1);
  }

  /** Blocks that the data node has forced since it was started, as it counts now. */
  private static long forcedByTheDataNode() throws IOException {
    MetricsCollectorImpl collector = new MetricsCollectorImpl();
    DefaultMetricsSystem.instance().getSource(dataNode()).getMetrics(collector, true);
    return collector.getRecords().stream()
        .flatMap(record -> StreamSupport.stream(record.metrics().spliterator(), false))
        .filter(metric -> metric.name().equals("FsyncCount"))
        .mapToLong(metric -> metric.value().longValue())
        .sum();
  }

  private static String dataNode() throws IOException {
    try {
      Set<ObjectName> nodes =
          ManagementFactory.getPlatformMBeanServer()
              .queryNames(new ObjectName("Hadoop:service=DataNode,name=DataNodeActivity-*"), null);
      assertThat(nodes).hasSize(1);
      return nodes.iterator().next().getKeyProperty("name");
    } catch (MalformedObjectNameException e) {
      throw new IOException(e);
    }
  }
}
