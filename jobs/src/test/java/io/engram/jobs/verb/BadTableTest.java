package io.engram.jobs.verb;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table that cannot be learnt is refused by the verb, and the model stays as it was. */
class BadTableTest extends SparkTest {
  @TempDir private static Path temporary;
  private static ToyModel toy;
  private static String parity;

  @BeforeAll
  static void learnTheFirstTask() {
    toy = ToyModel.create(spark(), temporary.resolve("my lake"));
    parity = toy.write("parity", toy.rows());
    ProgramRun run = toy.learn(toy.model(), "parity", parity);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static Arguments bad(String name, UnaryOperator<Dataset<Row>> change, String... said) {
    return Arguments.of(name, change, List.of(said));
  }

  private static Arguments bad(String name, String column, String value, String... said) {
    return bad(name, rows -> rows.withColumn(column, expr(value)), said);
  }

  private static String in(String key, String value) {
    return "CASE WHEN key = '" + key + "' THEN " + value + " ELSE text END";
  }

  static List<Arguments> tables() {
    return List.of(
        bad("null-text", "text", in("k5", "NULL"), "'text' is null or blank in 1 row (row k5)"),
        bad("blank-text", "text", in("k5", "' '"), "'text' is null or blank in 1 row (row k5)"),
        bad("no-label", rows -> rows.drop("label"), "'label' is missing; there are key, text"),
        bad("fractions", "label", "0.5D", "label column 'label' is not categorical", "k0"),
        bad(
            "small-class",
            "label",
            "CASE WHEN key IN ('k3', 'k5') THEN 'rare' ELSE label END",
            "class 'rare' has 2 rows"),
        bad("one-class", "label", "'only'", "all rows have the class 'only'"),
        bad("long-text", "text", in("k5", "repeat('a', 5000000)"), "5000000 bytes", "row k5"),
        bad(
            "broken-utf8",
            "text",
            "CASE WHEN key = 'k5' THEN X'61C362' ELSE CAST(text AS BINARY) END",
            "text column 'text' is not valid UTF-8 in 1 row (row k5)"),
        bad(
            "crossing",
            "text",
            "CASE WHEN key IN ('k0', 'k2') THEN 'the same' ELSE text END",
            "k2 (train) = k0 (test)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void aTableThatCannotBeLearntIsRefused(
      String name, UnaryOperator<Dataset<Row>> change, List<String> said) throws IOException {
    String table = toy.write(name, change.apply(toy.rows()));
    refused(3, "second", table, said);
  }

  @Test
  void aTaskLearntBeforeFromOtherDataIsRefused() throws IOException {
    String table = toy.write("other-data", toy.rows().where("key <> 'k5'"));
    refused(3, "parity", table, List.of("task was learnt before from other data", "--replace"));
  }

  @Test
  void aTaskIdOfOtherCharactersIsWrongUsage() throws IOException {
    refused(2, "Not An Id", parity, List.of("Not An Id"));
  }

  @Test
  void aSplitColumnThatIsNamedHasToBeThere() throws IOException {
    refused(
        3,
        "second",
        parity,
        List.of("column 'part' is missing; there are key, text, label, split"),
        "--split-col",
        "part");
    ProgramRun evaluated = evaluate("part");
    assertThat(evaluated.code()).as(evaluated.out()).isEqualTo(3);
    assertThat(evaluated.err()).contains("column 'part' is missing");
  }

  @Test
  void withoutASplitColumnAllRowsAreEvaluated() throws IOException {
    long all = toy.rows().count();
    assertThat(ToyModel.json(evaluate("split")).get("rows").asLong()).isLessThan(all);
    assertThat(ToyModel.json(evaluate("none")).get("rows").asLong()).isEqualTo(all);
  }

  private static ProgramRun evaluate(String split) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--model", toy.model(), "--json"));
    args.addAll(List.of("--task", "parity", "--input", parity, "--split-col", split));
    return toy.engram(args.toArray(String[]::new));
  }

  @Test
  void aTableOfAnotherFormatIsRefusedWithItsFileAndWhatToDo() throws IOException {
    String table = toy.table("as-json");
    toy.rows().coalesce(1).write().json(table);
    refused(
        3,
        "second",
        table,
        List.of(
            "cannot be opened as parquet",
            ".json is not a Parquet file",
            "format (parquet where none is named)"));
  }

  private static void refused(
      int code, String task, String table, List<String> said, String... more) throws IOException {
    List<String> before = toy.files();
    ProgramRun run = toy.learn(toy.model(), task, table, more);
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).contains(said).doesNotContain("\tat ");
    if (code == 3) {
      assertThat(run.err()).contains("task " + task + ", table " + table);
    }
    assertThat(toy.files()).isEqualTo(before);
  }
}
