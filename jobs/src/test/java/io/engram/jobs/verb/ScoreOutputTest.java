package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram score --output}: nothing that is read is written over, nor is a good output. */
class ScoreOutputTest extends SparkTest {
  @TempDir private static Path lake;
  private static ToyModel toy;
  private static String table;

  @BeforeAll
  static void learn() {
    toy = ToyModel.create(spark(), lake);
    table = toy.write("parity", toy.rows());
    ProgramRun learnt = toy.learn(toy.model(), "parity", table);
    assertThat(learnt.code()).as(learnt.err()).isZero();
  }

  private static ProgramRun score(String input, String output, String... more) {
    List<String> args = new ArrayList<>(List.of("score", "--model", toy.model()));
    args.addAll(List.of("--task", "parity", "--key-cols", "key"));
    args.addAll(List.of("--input", input, "--output", output));
    args.addAll(Arrays.asList(more));
    return toy.engram(args.toArray(String[]::new));
  }

  private static void assertRefused(ProgramRun run, String... said) throws IOException {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(said).doesNotContain("\tat ");
    assertThat(toy.files()).isNotEmpty().anyMatch(file -> file.startsWith("log"));
    assertThat(spark().read().parquet(table).count()).isEqualTo(2 * ToyModel.ROWS);
  }

  @Test
  void theModelIsNeverTheOutput() throws IOException {
    List<String> before = toy.files();
    String said = "the model " + toy.model();
    assertRefused(
        score(table, toy.model(), "--overwrite"), "--output " + toy.model() + " is " + said);
    assertRefused(score(table, toy.model() + "/scored"), "/scored lies in " + said);
    assertRefused(score(table, lake.toString(), "--overwrite"), " contains " + said);
    assertThat(toy.files()).isEqualTo(before);
  }

  @Test
  void theModelIsKnownBehindALink() throws IOException {
    Path link = Files.createSymbolicLink(lake.resolve("link"), Path.of(toy.model()));
    assertRefused(score(table, link.toString(), "--overwrite"), link + " is the model");
  }

  @Test
  void theInputIsNeverTheOutput() throws IOException {
    String said = "the input " + table;
    assertRefused(score(table, "file:" + table + "/", "--overwrite"), " is " + said);
    assertRefused(score(table, table + "/scored"), " lies in " + said);
    assertRefused(score(table, toy.table("."), "--overwrite"), " contains " + said);
  }

  @Test
  void whatAPatternMatchesIsTheInput() throws IOException {
    assertRefused(score(toy.table("par*"), table, "--overwrite"), " is the input");
  }

  @Test
  void aStreamAndItsCheckpointStayAwayFromTheModelAndTheInput() throws IOException {
    assertRefused(
        score(table, toy.model() + "/stream", "--stream", "--once"), " lies in the model");
    String checkpoint = table + "/checkpoint";
    String output = lake.resolve("stream").toString();
    assertRefused(
        score(table, output, "--stream", "--once", "--checkpoint", checkpoint),
        "--checkpoint " + checkpoint + " lies in the input");
  }

  @Test
  void aVersionIsNotExportedIntoItsStore() throws IOException {
    String to = toy.model() + "/exported";
    assertRefused(
        toy.engram("models", "export", "--model", toy.model(), "--to", to),
        "--to " + to + " lies in the model");
  }

  @Test
  void aFailedRunLeavesTheOldOutputAndAGoodOneReplacesItBesideWhatAKilledOneLeft()
      throws IOException {
    Path output = lake.resolve("scored");
    assertThat(score(table, output.toString()).code()).isZero();
    String bad = toy.write("bad", toy.rows().selectExpr("key", "IF(key='k3', ' ', text) text"));
    ProgramRun failed =
        score(bad, output.toString(), "--overwrite", "--on-bad-rows", "fail", "--batch-size", "1");
    assertThat(failed.code()).as(failed.err()).isEqualTo(3);
    assertThat(rows(output)).isEqualTo(2 * ToyModel.ROWS);
    assertThat(hidden()).isEmpty();

    Path killed = Files.createDirectories(lake.resolve(".scored-engram-0badcafe"));
    String few = toy.write("few", toy.rows().limit(5));
    ProgramRun replaced = score(few, output.toString(), "--overwrite");
    assertThat(replaced.code()).as(replaced.err()).isZero();
    assertThat(replaced.out()).contains("Table: " + output);
    assertThat(rows(output)).isEqualTo(5);
    assertThat(hidden()).containsExactly(killed);
    assertThat(score(few, output.toString()).err()).contains("is there already");
    Files.delete(killed);
  }

  @Test
  void aFirstRunThatFailsLeavesNoFolder() throws IOException {
    Path output = lake.resolve("scored-first");
    String bad = toy.write("worse", toy.rows().selectExpr("key", "IF(key='k3', ' ', text) text"));
    assertThat(score(bad, output.toString(), "--on-bad-rows", "fail").code()).isEqualTo(3);
    assertThat(output).doesNotExist();
    assertThat(hidden()).isEmpty();
    assertThat(score(table, output.toString()).code()).isZero();
  }

  @Test
  void whatARunWasKilledOverIsTheOutputAgainWhicheverRunComesNext() throws IOException {
    Path output = lake.resolve("scored-twice");
    assertThat(score(table, output.toString()).code()).isZero();
    // Killed between the two renames: its own rows are still beside.
    Files.move(output, lake.resolve(".scored-twice-engram-0badcafe-old"));
    Path killed = Files.createDirectory(lake.resolve(".scored-twice-engram-0badcafe"));
    String bad = toy.write("worst", toy.rows().selectExpr("key", "IF(key='k3', ' ', text) text"));
    assertThat(score(bad, output.toString(), "--overwrite", "--on-bad-rows", "fail").code())
        .isEqualTo(3);
    assertThat(rows(output)).isEqualTo(2 * ToyModel.ROWS);
    assertThat(hidden()).containsExactly(killed);
    Files.delete(killed);
  }

  private static long rows(Path output) {
    return spark().read().parquet(output.toString()).count();
  }

  private static List<Path> hidden() throws IOException {
    try (Stream<Path> files = Files.list(lake)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".scored")).toList();
    }
  }
}
