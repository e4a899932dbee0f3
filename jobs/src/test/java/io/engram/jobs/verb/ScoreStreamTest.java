package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.CapturedLog;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram score --stream}: files that come are scored once, by the version of the moment. */
class ScoreStreamTest extends SparkTest {
  @TempDir static Path shared;
  private static ToyModel toy;
  private static long version;

  @TempDir private Path lake;

  @BeforeAll
  static void create() {
    toy = ToyModel.create(spark(), shared);
    learn("parity");
  }

  private static void learn(String task) {
    ProgramRun learnt = toy.learn(toy.model(), task, toy.write(task, toy.rows()));
    assertThat(learnt.code()).as(learnt.err()).isZero();
    version++;
  }

  private void arrive(String file, int rows) throws IOException {
    toy.rows().limit(rows).coalesce(1).write().parquet(lake.resolve("one").toString());
    Path incoming = Files.createDirectories(lake.resolve("incoming"));
    try (Stream<Path> parts = Files.list(lake.resolve("one"))) {
      Path part = parts.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.move(part, incoming.resolve(file + ".parquet"));
    }
    try (Stream<Path> rest = Files.list(lake.resolve("one"))) {
      for (Path each : rest.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(lake.resolve("one"));
  }

  private ProgramRun stream(String... more) {
    return streamBy(toy.model(), more);
  }

  private ProgramRun streamBy(String model, String... more) {
    List<String> args = new ArrayList<>(List.of("score", "--stream", "--json"));
    args.addAll(List.of("--model", model, "--task", "parity", "--key-cols", "key"));
    args.addAll(List.of("--input", lake.resolve("incoming").toString(), "--output", output()));
    args.addAll(Arrays.asList(more));
    return toy.engram(args.toArray(String[]::new));
  }

  private String output() {
    return lake.resolve("scored").toString();
  }

  /** Rows, micro-batch and version, as who reads the output sees them. */
  private List<String> scored() {
    return spark()
        .read()
        .parquet(output())
        .groupBy("microbatch", "modelVersion")
        .count()
        .orderBy("microbatch")
        .collectAsList()
        .stream()
        .map(row -> row.getInt(0) + ":" + row.getLong(2) + " by " + row.getString(1))
        .toList();
  }

  @Test
  void aCsvFileWithItsColumnsInAnotherOrderOrMoreFieldsIsRefusedAndNotTakenByPlace()
      throws IOException {
    Path incoming = Files.createDirectories(lake.resolve("incoming"));
    Files.writeString(incoming.resolve("a.csv"), "key,text\nk1,a b c\n");
    String[] csv = {"--once", "--format", "csv", "--option", "header=true"};
    assertThat(stream(csv).code()).isZero();
    Files.writeString(incoming.resolve("b.csv"), "text,key\nx y z,k2\n");
    ProgramRun refused = stream(csv);
    assertThat(refused.code()).as(refused.out()).isEqualTo(3);
    assertThat(refused.err()).contains("b.csv", "CSV header does not conform to the schema");
    assertThat(scored()).containsExactly("0:1 by " + version);
    Files.writeString(incoming.resolve("b.csv"), "key,text\nk2,x y z, w\n");
    ProgramRun ragged = stream(csv);
    assertThat(ragged.code()).as(ragged.out()).isEqualTo(3);
    assertThat(ragged.err()).contains("b.csv", "k2,x y z, w", "mode=PERMISSIVE");
  }

  @Test
  void ofAFileThatIsLongerThanAPictureMayBeNoContentIsRead() throws IOException {
    Path incoming = Files.createDirectories(lake.resolve("incoming"));
    Files.write(incoming.resolve("a.png"), new byte[50]);
    try (RandomAccessFile sparse = new RandomAccessFile(incoming.resolve("b.png").toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    ProgramRun run =
        toy.engram(
            ("score --stream --once --task parity --text-col path --format binaryFile --model "
                    + "%s --input %s --output %s --image-max-bytes 50")
                .formatted(toy.model(), incoming, output())
                .split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(
            spark()
                .read()
                .parquet(output())
                .orderBy("path")
                .selectExpr("length", "octet_length(content)")
                .collectAsList())
        .containsExactly(RowFactory.create(50L, 50), RowFactory.create(3L << 30, null));
  }

  @Test
  void aFileThatIsOlderThanOneThatWasScoredIsScoredWhenItComes() throws IOException {
    arrive("new", 3);
    assertThat(stream("--once").code()).isZero();
    arrive("old", 2);
    Files.setLastModifiedTime(
        lake.resolve("incoming/old.parquet"),
        FileTime.from(Instant.now().minus(Duration.ofDays(30))));
    assertThat(stream("--once").code()).isZero();
    assertThat(scored()).containsExactly("0:3 by " + version, "1:2 by " + version);
  }

  @Test
  void everyFileIsScoredOnceByTheVersionOfTheMomentAndAKilledBatchIsWrittenAnew() throws Exception {
    arrive("first", 5);
    long before = version;
    JsonNode first;
    String pattern = "%X{mdc.run} %X{mdc.task} %X{mdc.version} %m%n";
    try (CapturedLog log =
        CapturedLog.listen(PatternLayout.newBuilder().withPattern(pattern).build())) {
      first = ToyModel.json(stream("--once"));
      assertThat(log.text())
          .as("lines of the thread that scores")
          .containsPattern("(?m)^[0-9a-f]{8} parity " + before + " Write Job .* committed");
    }
    assertThat(first.get("rows").asInt()).isEqualTo(5);
    assertThat(first.get("versions")).hasToString("[" + before + "]");
    learn("new-while-down");
    arrive("second", 7);
    ProgramRun again = stream("--once");
    assertThat(again.out())
        .contains("Scored 7 rows in 1 micro-batches with versions [" + version + "]");
    assertThat(again.err()).contains("microbatch=1: 7 rows with version " + version);
    assertThat(scored()).containsExactly("0:5 by " + before, "1:7 by " + version);

    // As if it had been killed before it could note that the last batch was done.
    for (String name : List.of("1", ".1.crc")) {
      Files.delete(lake.resolve("scored/_checkpoint/commits").resolve(name));
    }
    assertThat(ToyModel.json(stream("--once")).get("rows").asInt()).isEqualTo(7);
    assertThat(scored()).containsExactly("0:5 by " + before, "1:7 by " + version);
    assertThat(ToyModel.json(stream("--once")).get("batches").asInt()).isZero();
  }

  @Test
  void aRunningStreamTakesTheNewVersionWithoutARestart() throws Exception {
    arrive("first", 3);
    CompletableFuture<ProgramRun> running =
        CompletableFuture.supplyAsync(() -> stream("--interval", "0s"));
    awaitBatches(1);
    long before = version;
    learn("new-while-running");
    arrive("second", 4);
    awaitBatches(2);
    for (StreamingQuery query : spark().streams().active()) {
      query.stop();
    }
    ProgramRun ended = running.get(1, TimeUnit.MINUTES);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(scored()).containsExactly("0:3 by " + before, "1:4 by " + version);
  }

  @Test
  void aRunningStreamFollowsItsAliasAndOneThatIsDeletedEndsItInALineAndLosesOrDoublesNoRow()
      throws Exception {
    learn("for-an-alias");
    long after = version;
    promote(after - 1);
    arrive("first", 3);
    String followed = toy.model() + "@production";
    CompletableFuture<ProgramRun> running =
        CompletableFuture.supplyAsync(() -> streamBy(followed, "--interval", "0s"));
    awaitBatches(1);
    promote(after);
    arrive("second", 4);
    awaitBatches(2);
    Path aliases = Path.of(toy.model()).resolve("aliases");
    Files.move(aliases, lake.resolve("aliases"));
    arrive("third", 5);

    ProgramRun ended = running.get(1, TimeUnit.MINUTES);
    assertThat(ended.code()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err().lines().filter(line -> line.startsWith("engram: ")))
        .singleElement()
        .asString()
        .contains("production");
    assertThat(ended.err()).doesNotContain("\tat ");
    assertThat(scored()).containsExactly("0:3 by " + (after - 1), "1:4 by " + after);

    Files.move(lake.resolve("aliases"), aliases);
    ProgramRun mended = streamBy(followed, "--once");
    assertThat(mended.code()).as(mended.err()).isZero();
    assertThat(scored())
        .containsExactly("0:3 by " + (after - 1), "1:4 by " + after, "2:5 by " + after);
  }

  private static void promote(long number) {
    ProgramRun moved =
        toy.engram(
            "models", "alias", "--model", toy.model() + "#" + number, "--name", "production");
    assertThat(moved.code()).as(moved.err()).isZero();
  }

  private void awaitBatches(int batches) throws Exception {
    Path commit = lake.resolve("scored/_checkpoint/commits").resolve(String.valueOf(batches - 1));
    Instant end = Instant.now().plus(Duration.ofMinutes(2));
    while (!Files.exists(commit)) {
      assertThat(Instant.now()).as("batch " + batches + " is scored").isBefore(end);
      Thread.sleep(50);
    }
  }

  @Test
  void whatCannotBeStreamedIsSaidInALine() throws Exception {
    assertThat(stream("--once", "--overwrite").err()).contains("--overwrite is for one table");
    Files.createDirectories(lake.resolve("incoming"));
    ProgramRun empty = stream("--once");
    assertThat(empty.code()).isEqualTo(3);
    assertThat(empty.err()).contains("give them by --schema").doesNotContain("\tat ");
    ProgramRun declared = stream("--once", "--schema", "key STRING, text STRING");
    assertThat(declared.code()).as(declared.err()).isZero();

    arrive("first", 2);
    ProgramRun unknown =
        toy.engram(
            "score",
            "--stream",
            "--once",
            "--model",
            toy.model() + "@nowhere",
            "--task",
            "parity",
            "--input",
            lake.resolve("incoming").toString(),
            "--output",
            output());
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err()).contains("nowhere").doesNotContain("\tat ");

    Files.createDirectories(lake.resolve("elsewhere/microbatch=0"));
    ProgramRun foreign =
        toy.engram(
            "score",
            "--stream",
            "--once",
            "--model",
            toy.model(),
            "--task",
            "parity",
            "--input",
            lake.resolve("incoming").toString(),
            "--output",
            lake.resolve("elsewhere").toString());
    assertThat(foreign.code()).isEqualTo(3);
    assertThat(foreign.err()).contains("is not empty");
    assertThat(
            toy.engram(
                    "score",
                    "--once",
                    "--model",
                    "m",
                    "--all-tasks",
                    "--input",
                    "i",
                    "--output",
                    "o")
                .err())
        .contains("--once: for --stream only");
  }

  @Test
  void aBadRowEndsTheStreamWhenItIsToAndItsBatchIsScoredAfterItWasMended() throws Exception {
    arrive("good", 2);
    toy.rows()
        .limit(1)
        .selectExpr("key", "' ' as text", "label", "split")
        .write()
        .mode("append")
        .parquet(lake.resolve("incoming").toString());
    ProgramRun bad = stream("--once", "--on-bad-rows", "fail");
    assertThat(bad.code()).as(bad.err()).isEqualTo(3);
    assertThat(bad.err()).contains("'text' is blank").doesNotContain("\tat ");
    ProgramRun kept = stream("--once", "--on-bad-rows", "keep");
    assertThat(kept.code()).as(kept.err()).isZero();
    assertThat(spark().read().parquet(output()).where("error is not null").count()).isEqualTo(1);
    assertThat(spark().read().parquet(output()).count()).isEqualTo(3);
  }
}
