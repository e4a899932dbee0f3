package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.ExclusiveCreates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a publish of a version with an adapter of 1 MB takes from finished files to the visible
 * record, beside the bare compare-and-swap of the same record; with a short log and with one of
 * 2,000 records. Prints, and asserts no time.
 */
class PublishCostTest {
  private static final int PUBLISHES = Soak.count(2, 100);
  private static final int LONG_LOG = Soak.count(20, 2000);
  private static final int WARM_UP = Soak.count(0, 20);

  @TempDir Path temporary;
  private ModelStore store;
  private Configuration conf;

  @ParameterizedTest
  @MethodSource("io.engram.consolidation.store.RealLake#toRunOn")
  void publishingGoesOnWithAShortLogAndWithALongOne(RealLake lake) throws IOException {
    conf = lake.conf();
    store = ModelStore.openOrCreate(lake.freshRoot(temporary), conf);
    measure(lake, WARM_UP, "warm-up");
    measure(lake, PUBLISHES, "short");
    lengthen(LONG_LOG);
    measure(lake, PUBLISHES, "long");
    assertThat(store.latest().orElseThrow().number())
        .isEqualTo(WARM_UP + 2L * PUBLISHES + LONG_LOG);
  }

  private void measure(RealLake lake, int count, String log) throws IOException {
    long[] adapter = new long[count];
    long[] publish = new long[count];
    long[] bare = new long[count];
    for (int i = 0; i < count; i++) {
      String stamp = log + "-" + i;
      byte[] content = StampedVersion.content(stamp, StampedVersion.ADAPTER_BYTES);
      long parent = store.latest().map(VersionRecord::number).orElse(0L);
      long start = System.nanoTime();
      store.putObject(content, "safetensors");
      adapter[i] = System.nanoTime() - start;
      VersionDraft draft = StampedVersion.write(store, conf, parent, stamp);

      start = System.nanoTime();
      Publication<VersionRecord> end = store.publish(draft);
      publish[i] = System.nanoTime() - start;

      VersionRecord record = PublicationContract.published(end);
      assertThat(record.number()).isEqualTo(parent + 1);
      byte[] bytes = RecordFile.encode(record);
      start = System.nanoTime();
      createBare(record.number(), bytes);
      bare[i] = System.nanoTime() - start;
    }
    if (count > 0) {
      System.out.printf(
          "%s, log of %d: publish %s; writing the adapter before it %s; bare exclusive create %s"
              + " (n = %d)%n",
          lake,
          store.latest().orElseThrow().number(),
          percentiles(publish),
          percentiles(adapter),
          percentiles(bare),
          count);
    }
  }

  private void createBare(long number, byte[] content) throws IOException {
    var path = new org.apache.hadoop.fs.Path(URI.create(store.root() + "/bare/" + number));
    assertThat(ExclusiveCreates.forPath(path, conf).create(path, content, conf))
        .isEqualTo(ExclusiveCreate.Outcome.CREATED);
  }

  /** Copies the newest record under the next numbers, as nobody but a test would. */
  private void lengthen(int records) throws IOException {
    VersionRecord newest = store.latest().orElseThrow();
    var log = new StoreLayout(new org.apache.hadoop.fs.Path(store.root())).log();
    FileSystem fs = log.getFileSystem(conf);
    for (long number = newest.number() + 1; number <= newest.number() + records; number++) {
      var path = new org.apache.hadoop.fs.Path(log, String.format("%020d.json", number));
      try (OutputStream out = fs.create(path)) {
        out.write(RecordFile.encode(numbered(newest, number)));
      }
    }
  }

  private static VersionRecord numbered(VersionRecord record, long number) {
    return new VersionRecord(
        record.format(),
        record.store(),
        number,
        record.id(),
        number - 1,
        record.folder(),
        record.files(),
        record.objects(),
        record.backbone(),
        null,
        record.created(),
        record.provenance(),
        record.change());
  }

  private static String percentiles(long[] nanos) {
    Arrays.sort(nanos);
    return String.format(
        "%.1f ms (95th %.1f)",
        nanos[nanos.length / 2] / 1e6, nanos[(int) Math.ceil(nanos.length * 0.95) - 1] / 1e6);
  }
}
