package io.engram.consolidation.spark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintCacheTest extends SparkTest {
  @TempDir Path folder;
  private final AtomicInteger scans = new AtomicInteger();
  private TaskRequest request;
  private FingerprintCache cache;

  @BeforeEach
  void writeTable() throws IOException {
    Files.createDirectories(folder.resolve("table"));
    write("part-0.csv", 0, 40);
    request =
        TaskRequest.of("animals", folder.resolve("table").toUri().toString())
            .withFormat("csv", Map.of("header", "true"));
    cache =
        new FingerprintCache(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
  }

  @Test
  void askingAgainReadsNoRow() {
    TaskManifest first = ask(request);
    assertThat(ask(request)).isEqualTo(first);
    assertThat(scans).hasValue(1);
    assertThat(first.rows().total()).isEqualTo(40);
  }

  @Test
  void anotherFileOrAnotherSettingReadsTheRowsAgain() throws IOException {
    TaskManifest first = ask(request);
    ask(request.withSplits(new SplitRule(.5, 0)));
    assertThat(scans).hasValue(2);
    write("part-1.csv", 40, 60);
    TaskManifest more = ask(request);
    assertThat(scans).hasValue(3);
    assertThat(more.rows().total()).isEqualTo(60);
    assertThat(more.fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNotKept() {
    cache.get(
        request,
        DataLimits.defaults(),
        () -> {
          TaskManifest manifest = scan(request);
          try {
            write("part-1.csv", 40, 60);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return manifest;
        });
    assertThat(ask(request).rows().total()).isEqualTo(60);
    assertThat(scans).hasValue(2);
  }

  @Test
  void aDamagedEntryCostsAScanOnly() throws IOException {
    TaskManifest first = ask(request);
    try (Stream<Path> files = Files.list(folder.resolve("manifests"))) {
      for (Path file : files.toList()) {
        Files.writeString(file, "{\"id\":\"../x\"");
      }
    }
    assertThat(ask(request)).isEqualTo(first);
    assertThat(scans).hasValue(2);
  }

  @Test
  void aRefusalIsNotKept() throws IOException {
    Files.writeString(folder.resolve("table/part-0.csv"), "text,label\na,x\nb,x\nc,x\nd,x\n");
    assertThatThrownBy(() -> ask(request)).isInstanceOf(DataRefusedException.class);
    assertThatThrownBy(() -> ask(request)).isInstanceOf(DataRefusedException.class);
    assertThat(scans).hasValue(2);
  }

  @Test
  void aTableThatIsNotThereIsRefusedWithItsAddress() {
    TaskRequest nowhere = TaskRequest.of("animals", folder.resolve("nowhere").toUri().toString());
    assertThatThrownBy(() -> TaskReader.read(spark(), nowhere))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("cannot be opened as parquet");
  }

  private TaskManifest ask(TaskRequest asked) {
    return cache.get(asked, DataLimits.defaults(), () -> scan(asked));
  }

  private TaskManifest scan(TaskRequest asked) {
    scans.incrementAndGet();
    return DataContract.standard().check(TaskReader.read(spark(), asked));
  }

  private void write(String name, int from, int to) throws IOException {
    String lines =
        IntStream.range(from, to)
            .mapToObj(i -> "text " + i + "," + (i % 2 == 0 ? "bird" : "fish"))
            .collect(Collectors.joining("\n", "text,label\n", "\n"));
    Files.writeString(folder.resolve("table").resolve(name), lines);
  }
}
