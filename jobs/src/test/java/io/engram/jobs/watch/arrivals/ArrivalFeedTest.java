package io.engram.jobs.watch.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.JobException;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of files stream into who keeps the ledger, markers and files that are taken away too. */
class ArrivalFeedTest extends SparkTest {
  @TempDir private Path lake;

  private void write(String path) throws IOException {
    Path file = lake.resolve("tasks").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
  }

  @Test
  void oneLookTellsAllThatIsThere() throws IOException {
    List<ArrivalChange> told = new ArrayList<>();
    ArrivalFeed.once(spark(), lake.toString(), told::addAll);
    assertThat(told).as("of a lake without tasks").isEmpty();
    write("a/part-0.csv");
    write("b, 100%/part-0.csv");
    write("b, 100%/_SUCCESS");
    ArrivalFeed.once(spark(), lake.toString(), told::addAll);
    assertThat(told)
        .isEqualTo(
            ArrivalChange.all(
                new TaskArea(
                        new org.apache.hadoop.fs.Path(lake.toString()),
                        spark().sessionState().newHadoopConf())
                    .list()));
    assertThat(told.get(1).now().orElseThrow().declared()).isTrue();
  }

  @Test
  void aLookTellsAllWhereverTheSessionKeepsItsCheckpoints() throws IOException {
    String key = "spark.sql.streaming.checkpointLocation";
    write("a/part-0.csv");
    spark().conf().set(key, lake.resolve("checkpoints").toString());
    try {
      for (int look = 1; look <= 2; look++) {
        List<ArrivalChange> told = new ArrayList<>();
        ArrivalFeed.once(spark(), lake.toUri().toString(), told::addAll);
        assertThat(told).as("look " + look).extracting(ArrivalChange::task).containsExactly("a");
      }
    } finally {
      spark().conf().unset(key);
    }
  }

  @Test
  void theCheckpointLiesWhereItIsDeletedWhateverLettersItsFolderHas() {
    Path folder = lake.resolve("a b, 100%/\u00e4");
    org.apache.hadoop.fs.Path told = new org.apache.hadoop.fs.Path(ArrivalFeed.location(folder));
    assertThat(told.toUri().getScheme()).isEqualTo("file");
    assertThat(Path.of(told.toUri().getPath())).isEqualTo(folder);
  }

  @Test
  void changesAreToldOnceEachAndWhatIsGoneToo() throws Exception {
    write("a/part-0.csv");
    write("b/part-0.csv");
    List<ArrivalChange> told = new CopyOnWriteArrayList<>();
    try (ArrivalFeed feed =
        ArrivalFeed.follow(spark(), lake.toString(), Duration.ZERO, told::addAll)) {
      assertThat(told).extracting(ArrivalChange::task).containsExactly("a", "b");
      write("a/_SUCCESS");
      await(told, 3);
      assertThat(told.get(2).task()).isEqualTo("a");
      assertThat(told.get(2).now().orElseThrow().declared()).isTrue();
      Files.delete(lake.resolve("tasks/b/part-0.csv"));
      await(told, 4);
      assertThat(told.get(3)).isEqualTo(ArrivalChange.went("b"));
      feed.check();
    }
    assertThat(told).hasSize(4);
  }

  @Test
  void aStreamThatGoesOnFromItsCheckpointTellsWhatChangedSince() throws Exception {
    write("a/part-0.csv");
    write("b/part-0.csv");
    write("c/part-0.csv");
    TreeMap<String, Object> bytes = rows();
    assertThat(bytes).containsOnlyKeys("a", "b", "c");
    write("b/part-1.csv");
    Files.delete(lake.resolve("tasks/c/part-0.csv"));
    bytes = rows();
    assertThat(bytes).containsOnlyKeys("b", "c");
    assertThat(bytes.get("b")).isEqualTo(2L * "b/part-0.csv".length());
    assertThat(bytes.get("c")).as("it is gone").isNull();
    assertThat(rows()).isEmpty();
  }

  private TreeMap<String, Object> rows() throws Exception {
    TreeMap<String, Object> bytes = new TreeMap<>();
    spark()
        .readStream()
        .format("engram-arrivals")
        .load(lake.toString())
        .writeStream()
        .option("checkpointLocation", lake.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .foreachBatch(
            (Dataset<Row> batch, Long number) ->
                batch
                    .collectAsList()
                    .forEach(row -> bytes.put(row.getAs("task"), row.getAs("bytes"))))
        .start()
        .awaitTermination();
    return bytes;
  }

  @Test
  void whatWhoIsToldThrowsEndsTheStreamAndIsThrownAsItIs() throws Exception {
    write("a/part-0.csv");
    assertThatThrownBy(
            () ->
                ArrivalFeed.once(
                    spark(),
                    lake.toString(),
                    told -> {
                      throw JobException.refused("the state of task a cannot be read");
                    }))
        .isInstanceOf(JobException.class)
        .hasMessage("the state of task a cannot be read");
    assertThatThrownBy(
            () ->
                ArrivalFeed.follow(
                    spark(),
                    lake.toString(),
                    Duration.ZERO,
                    told -> {
                      throw JobException.refused("nor this time");
                    }))
        .isInstanceOf(JobException.class)
        .hasMessage("nor this time");
  }

  private static void await(List<ArrivalChange> told, int changes) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (told.size() < changes && Instant.now().isBefore(end)) {
      Thread.sleep(20);
    }
    assertThat(told).hasSize(changes);
  }
}
