package io.engram.consolidation.spark.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.SparkTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
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
            throw new UncheckedIOException(e);
          }
          return manifest;
        });
    assertThat(ask(request).rows().total()).isEqualTo(60);
    assertThat(scans).hasValue(2);
  }

  @Test
  void theManifestLeadsBackToTheSameRows() {
    TaskRequest halves = request.withSplits(new SplitRule(.5, 0));
    TaskManifest manifest = ask(halves);
    TaskTable again = TaskReader.read(spark(), TaskRequest.of(manifest));
    assertThat(again.rows(Split.TEST).count()).isEqualTo(manifest.rows().test()).isPositive();
    assertThat(scan(TaskRequest.of(manifest))).isEqualTo(manifest);
  }

  @Test
  void pairsSeveralKeysAndBytesThatAreNotUtf8InACsvFile() throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.writeBytes("part,no,premise,hypothesis,label,split\n".getBytes(UTF_8));
    for (int i = 0; i < 10; i++) {
      lines.writeBytes(
          ("a," + i + ",premise " + i / 2 + ",hypothesis " + i + "," + i % 2 + ",train\n")
              .getBytes(UTF_8));
    }
    lines.writeBytes("b,0,caf\u00e9,latin one,1,train\n".getBytes(ISO_8859_1));
    Files.write(folder.resolve("table/part-0.csv"), lines.toByteArray());
    TaskColumns columns =
        new TaskColumns("premise", "hypothesis", "label", "split", List.of("part", "no"));
    TaskManifest manifest = ask(request.withColumns(columns));
    assertThat(manifest.rows()).isEqualTo(new SplitCounts(11, 0, 0));
    assertThat(manifest.texts().replaced()).isEqualTo(1);
    Row row = TaskReader.read(spark(), TaskRequest.of(manifest)).rows().orderBy("row_key").first();
    assertThat(row.getString(0)).isEqualTo("a/0");
    assertThat(row.getString(2)).isEqualTo("hypothesis 0");
    Files.write(
        folder.resolve("table/part-0.csv"),
        new String(lines.toByteArray(), UTF_8).replace("hypothesis 3", "").getBytes(UTF_8));
    assertThatThrownBy(() -> ask(request.withColumns(columns)))
        .hasMessageContaining("text column 'hypothesis' is null or blank in 1 row (row a/3)");
  }

  @Test
  void aSplitColumnThatPerhapsIsThereCountsWhereTheTableHasIt() throws IOException {
    TaskRequest perhaps = perhapsSplit();
    assertThat(ask(perhaps).columns().split()).isNull();
    Files.writeString(
        folder.resolve("table/part-0.csv"),
        IntStream.range(0, 20)
            .mapToObj(i -> "text " + i + "," + i % 2 + "," + (i < 8 ? "test" : "train"))
            .collect(Collectors.joining("\n", "text,label,Part\n", "\n")));
    TaskManifest manifest = ask(perhaps);
    assertThat(manifest.columns().split()).isEqualTo("part");
    assertThat(manifest.rows()).isEqualTo(new SplitCounts(12, 0, 8));
    assertThat(ask(perhaps)).isEqualTo(manifest);
    assertThat(scans).hasValue(2);
  }

  private TaskRequest perhapsSplit() {
    return new TaskRequest(
        request.task(),
        request.uri(),
        request.format(),
        request.options(),
        request.columns(),
        "part",
        request.splits(),
        request.pictures());
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
