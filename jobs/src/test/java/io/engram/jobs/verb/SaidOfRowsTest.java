package io.engram.jobs.verb;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.CapturedLog;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that were cut, and texts with bytes that were no UTF-8, are counted by every verb. */
class SaidOfRowsTest extends SparkTest {
  private static final int LONG = 3;
  private static final int BROKEN = 5;

  @TempDir private static Path temporary;
  private static ToyModel toy;
  private static String table;
  private static ProgramRun learnt;
  private static String said;

  @BeforeAll
  static void learn() throws IOException {
    toy = ToyModel.create(spark(), temporary.resolve("lake"));
    // Of 24 rows 3 are longer than 32 tokens and 5 hold what a reader put in the place of bytes
    // that were no UTF-8; one of each is for testing.
    Dataset<Row> rows =
        toy.rows()
            .withColumn(
                "text",
                expr(
                    "CASE WHEN key IN ('k0', 'k2', 'k3') THEN repeat(text, 40)"
                        + " WHEN key IN ('k1', 'k4', 'k5', 'k6', 'k7') THEN concat(text, '\uFFFD')"
                        + " ELSE text END"));
    table = toy.write("odd", rows);
    try (CapturedLog log =
        CapturedLog.listen(PatternLayout.newBuilder().withPattern("%m%n").build())) {
      learnt = toy.learn(toy.model(), "parity", table);
      said = log.text();
    }
    assertThat(learnt.code()).as(learnt.err()).isZero();
  }

  private static ProgramRun run(String verb, String... more) {
    List<String> args = new ArrayList<>(List.of(verb, "--model", toy.model(), "--task", "parity"));
    args.addAll(List.of("--key-cols", "key", "--json"));
    args.addAll(List.of(more));
    if (!args.contains("--input")) {
      args.addAll(List.of("--input", table));
    }
    ProgramRun run = toy.engram(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private static void assertSaid(ProgramRun run, int cut, int broken) throws IOException {
    JsonNode json = ToyModel.json(run);
    assertThat(json.get("truncatedRows").asLong()).isEqualTo(cut);
    assertThat(json.get("replacedRows").asLong()).isEqualTo(broken);
    assertThat(run.out())
        .containsPattern("Cut off at the maximum length: " + cut + "\\b")
        .contains("Text with characters that were broken before (U+FFFD): " + broken + " rows");
  }

  @Test
  void learningSaysHowManyOfAllItsRows() throws IOException {
    assertSaid(learnt, LONG, BROKEN);
    assertThat(said).contains("became U+FFFD in 5 rows of " + table + ", first in [k1, k4, k5]");
  }

  @Test
  void scoringSaysHowManyOfTheTable() throws IOException {
    String output = temporary.resolve("scored").toString();

    ProgramRun scored = run("score", "--output", output);
    assertSaid(scored, LONG, BROKEN);
    assertThat(scored.out()).contains("(U+FFFD): 5 rows (rows k1, k4, k5, ...)");
    assertThat(ToyModel.json(scored).get("replacedExamples")).hasToString("[\"k1\",\"k4\",\"k5\"]");
  }

  @Test
  void scoringSaysWhyRowsHaveNoPredictionAndNamesTheFirst() throws IOException {
    String holes =
        toy.write(
            "holes",
            toy.rows()
                .withColumn(
                    "text",
                    expr(
                        "CASE WHEN key IN ('k3', 'k4', 'k5', 'k6') THEN NULL"
                            + " WHEN key = 'k2' THEN ' ' ELSE text END")));
    for (String rule : List.of("keep", "skip")) {
      String output = temporary.resolve("holes-" + rule).toString();
      ProgramRun scored = run("score", "--input", holes, "--output", output, "--on-bad-rows", rule);
      assertThat(scored.out())
          .contains("Without a prediction: 5.")
          .contains("\n  4: column 'text' is null (rows k3, k4, k5, ...)")
          .contains("\n  1: column 'text' is blank (row k2)");
      JsonNode reasons = ToyModel.json(scored).get("badReasons");
      assertThat(reasons).hasSize(2);
      assertThat(reasons.at("/0/reason").asText()).isEqualTo("column 'text' is null");
      assertThat(reasons.at("/0/rows").asLong()).isEqualTo(4);
      assertThat(reasons.at("/1/examples")).hasToString("[\"k2\"]");
    }
  }

  @Test
  void aTableWithAColumnOfTheNameTaskIsScoredUnderAnother() {
    String own = toy.write("own", toy.rows().withColumn("task", expr("'parity'")));
    String output = temporary.resolve("own-scored").toString();
    ProgramRun refused = toy.score(own, output);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains("column 'task' is in the table already", "by --task-as, or rename it");
    run("score", "--input", own, "--output", output, "--task-as", "asked");
    assertThat(spark().read().parquet(output).where("task = 'parity' AND asked = 'parity'").count())
        .isEqualTo(toy.rows().count());
  }

  @Test
  void scoringSaysHowManyBytesWereNoText() throws IOException {
    String bytes =
        toy.write(
            "bytes",
            toy.rows()
                .withColumn(
                    "text",
                    expr(
                        "CASE WHEN key IN ('k1', 'k2') THEN concat(CAST(text AS BINARY), unhex('FF'))"
                            + " ELSE CAST(text AS BINARY) END")));
    ProgramRun run = toy.score(bytes, temporary.resolve("scored-bytes"), "--json");

    assertThat(run.code()).as(run.err()).isZero();
    assertSaid(run, 0, 2);
  }

  @Test
  void evaluationSaysHowManyOfTheRowsForTesting() throws IOException {
    assertSaid(run("evaluate"), 1, 1);
  }
}
