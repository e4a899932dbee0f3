package io.engram.jobs.verb;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learn, evaluate and score read one table in one way, and say what they refuse in one way. */
class LabelledTableTest extends SparkTest {
  @TempDir private static Path temporary;
  private static ToyModel toy;
  private static double accuracy;

  @BeforeAll
  static void learnFromNumbersAndBytes() throws IOException {
    toy = ToyModel.create(spark(), temporary.resolve("my lake, 100%"));
    ProgramRun run = toy.learn(toy.model(), "parity", toy.write("numbers", numbers(toy.rows())));
    assertThat(run.code()).as(run.err()).isZero();
    accuracy = ToyModel.json(run).get("accuracy").asDouble();
  }

  /** Labels are doubles, texts are bytes, splits have blanks and capitals. */
  private static Dataset<Row> numbers(Dataset<Row> rows) {
    return rows.withColumn("label", expr("CAST(label AS DOUBLE)"))
        .withColumn("text", expr("CAST(text AS BINARY)"))
        .withColumn("split", expr("concat(' ', upper(split), ' ')"));
  }

  private static ProgramRun evaluate(String name, Dataset<Row> rows, String... more) {
    return run("evaluate", name, rows, more);
  }

  private static ProgramRun score(String name, Dataset<Row> rows, String... more) {
    return run("score", name, rows, more);
  }

  private static ProgramRun run(String verb, String name, Dataset<Row> rows, String... more) {
    List<String> args = new java.util.ArrayList<>(List.of(verb, "--model", toy.model()));
    args.addAll(List.of("--input", toy.write(name, rows), "--key-cols", "key", "--json"));
    if (verb.equals("score")) {
      args.addAll(List.of("--output", toy.lake().resolve("scored-" + name).toString()));
    }
    args.addAll(List.of(more));
    return toy.engram(args.toArray(String[]::new));
  }

  private static String refused(ProgramRun run, String table) {
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(3);
    assertThat(run.err()).contains(toy.table(table)).doesNotContain("\tat ");
    return run.err();
  }

  @Test
  void evaluationReadsNumbersBytesAndSplitsAsLearningDoes() throws IOException {
    ProgramRun run =
        evaluate(
            "capitals",
            numbers(toy.rows()),
            "--task=parity",
            "--label-col=LABEL",
            "--text-col=Text");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(ToyModel.json(run).get("rows").asLong()).isEqualTo(6);
    assertThat(ToyModel.json(run).get("accuracy").asDouble()).isEqualTo(accuracy);
  }

  @Test
  void aLabelThatWasNeverLearntIsRefusedWithTableColumnAndKeys() {
    Dataset<Row> rows =
        toy.rows()
            .withColumn("label", expr("CASE WHEN key IN ('k0', 'k8') THEN 'odd' ELSE label END"));
    assertThat(refused(evaluate("odd", rows, "--task=parity"), "odd"))
        .contains("label column 'label' is 'odd' in 2 rows, which was never learnt")
        .contains("the task has 0, 1 (rows k0, k8)");
  }

  @Test
  void aMissingLabelColumnIsRefusedWithThoseThereAre() {
    assertThat(refused(evaluate("no-label", toy.rows().drop("label"), "--task=parity"), "no-label"))
        .contains("column 'label' is missing; there are key, text, split");
  }

  @Test
  void aTableWithoutTestRowsIsRefusedInsteadOfAnEmptyAccuracy() {
    Dataset<Row> rows = toy.rows().withColumn("split", expr("'train'"));
    assertThat(refused(evaluate("train", rows, "--task=parity"), "train"))
        .contains("split column 'split' says test in no row")
        .contains("--split-col");
  }

  @Test
  void rowsThatAllLackATextAreRefusedInsteadOfAnEmptyAccuracy() {
    Dataset<Row> rows = toy.rows().withColumn("text", expr("' '"));
    assertThat(refused(evaluate("blank", rows, "--task=parity"), "blank"))
        .contains("column 'text' holds nothing to read in all 6 rows");
  }

  @Test
  void scoringTakesBytesAndColumnsInAnotherCaseAndKeepsTheTable() {
    ProgramRun run = score("bytes", numbers(toy.rows()), "--task=parity", "--text-col=TEXT");
    assertThat(run.code()).as(run.err()).isZero();
    Dataset<Row> scored = spark().read().parquet(toy.lake().resolve("scored-bytes").toString());
    assertThat(scored.where("prediction IS NOT NULL").count()).isEqualTo(2L * ToyModel.ROWS);
    assertThat(scored.schema().apply("text").dataType().simpleString()).isEqualTo("binary");
  }

  @Test
  void aRowThatCannotBeScoredIsNamedWithTableColumnKeyAndOption() {
    Dataset<Row> rows =
        toy.rows().withColumn("text", expr("CASE WHEN key = 'k3' THEN NULL ELSE text END"));
    assertThat(refused(score("null", rows, "--task=parity", "--on-bad-rows=fail"), "null"))
        .contains("column 'text' is null (row k3)")
        .contains("--on-bad-rows")
        .doesNotContain("handleInvalid");
    assertThat(score("null-skipped", rows, "--task=parity", "--on-bad-rows=skip").code()).isZero();
  }

  @Test
  void aMissingColumnIsNamedWithTheOptionThatNamesIt() {
    assertThat(refused(score("no-text", toy.rows().drop("text"), "--task=parity"), "no-text"))
        .contains("column 'text' is missing; there are key, label, split")
        .contains("--text-col")
        .doesNotContain("inputCol");
  }

  @Test
  void aTaskThatWasNeverLearntIsRefusedWithThoseThatWere() {
    ProgramRun run = score("other", toy.rows(), "--task=other");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("task 'other' was never learnt by this version; it knows parity");
    Dataset<Row> column = toy.rows().withColumn("task", expr("'other'"));
    ProgramRun failed = score("column", column, "--task-col=task", "--on-bad-rows=fail");
    assertThat(refused(failed, "column"))
        .contains("column 'task' asks task 'other', which was never learnt (learnt: parity)")
        .contains("(row k");
  }
}
