package io.engram.jobs.verb;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of several tasks, evaluated with their tasks' ids and without. */
class MixedTableTest extends SparkTest {
  @TempDir private static Path temporary;
  private static ToyModel toy;

  @BeforeAll
  static void learnTwoTasks() {
    toy = ToyModel.create(spark(), temporary.resolve("lake"));
    ProgramRun first = toy.learn(toy.model(), "parity", toy.write("parity", toy.rows()));
    assertThat(first.code()).as(first.err()).isZero();
    ProgramRun second = toy.learn(toy.model(), "other", toy.write("other", other()));
    assertThat(second.code()).as(second.err()).isZero();
  }

  /** The same classes under other texts and keys. */
  private static Dataset<Row> other() {
    return toy.rows()
        .withColumn("text", expr("concat('m n o p q r ', reverse(text))"))
        .withColumn("key", expr("concat('o', key)"));
  }

  private static Dataset<Row> mixed() {
    return toy.rows()
        .withColumn("belongs", lit("parity"))
        .union(other().withColumn("belongs", lit("other")));
  }

  private static ProgramRun evaluate(String name, Dataset<Row> rows, String... more) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--model", toy.model()));
    args.addAll(List.of("--input", toy.write(name, rows), "--key-cols", "key", "--json"));
    args.addAll(List.of(more));
    return toy.engram(args.toArray(String[]::new));
  }

  private static ProgramRun auto(String name, Dataset<Row> rows) {
    return evaluate(name, rows, "--task", "auto", "--task-col", "belongs");
  }

  @Test
  void countsAreThoseOfScoringByColumnAndByTheTaskThatIsFound() throws IOException {
    String table = toy.write("all", mixed().where("split = 'test'"));
    score(table, "named", "--task-col=belongs");
    score(table, "found", "--task=auto");
    Dataset<Row> named = scored("named");
    Dataset<Row> found = scored("found");

    ProgramRun run = auto("mixed", mixed());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = ToyModel.json(run);
    double rows = 12;
    assertThat(json.get("rows").asLong()).isEqualTo(12);
    assertThat(json.get("accuracy").asDouble())
        .isEqualTo(named.where("prediction = label").count() / rows);
    assertThat(json.get("routingAccuracy").asDouble())
        .isEqualTo(found.where("task = belongs").count() / rows);
    assertThat(json.get("routedAccuracy").asDouble())
        .isEqualTo(found.where("task = belongs AND prediction = label").count() / rows);
    assertThat(json.at("/tasks/parity/rows").asLong()).isEqualTo(6);
    assertThat(json.get("router").asText()).isEqualTo("lda");
  }

  private static void score(String table, String name, String task) {
    List<String> args = new ArrayList<>(List.of("score", "--model", toy.model()));
    args.addAll(List.of("--input", table, "--key-cols", "key", task));
    args.addAll(List.of("--output", toy.lake().resolve("scored-" + name).toString()));
    ProgramRun run = toy.engram(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static Dataset<Row> scored(String name) {
    return spark().read().parquet(toy.lake().resolve("scored-" + name).toString());
  }

  @Test
  void oneTaskToldIsWhatEvaluationOfThatTaskSays() throws IOException {
    JsonNode both = ToyModel.json(auto("both", mixed()));
    JsonNode one = ToyModel.json(evaluate("one", toy.rows(), "--task", "parity"));
    assertThat(both.at("/tasks/parity/accuracy")).isEqualTo(one.get("accuracy"));
  }

  @Test
  void aRowWithoutTextIsCountedAndNamedOnce() throws IOException {
    ProgramRun run = auto("gap", mixed().withColumn("text", expr("IF(key = 'ok8', NULL, text)")));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(ToyModel.json(run).get("rows").asLong()).isEqualTo(11);
    assertThat(ToyModel.json(run).get("badRows").asLong()).isEqualTo(1);
    assertThat(ToyModel.json(run).at("/badExamples/0").asText()).contains("ok8: column 'text'");
  }

  @Test
  void sumsOfRandomFeaturesAreKeptWithATaskWhereTheRouterAsksForThemAndGoWithIt()
      throws IOException {
    ToyModel wide = ToyModel.create(spark(), temporary.resolve("wide"));
    long plain = statisticsBytes(toy, 2);
    learn(wide, "parity", wide.write("parity", toy.rows()));
    learn(wide, "other", wide.write("other", other()));
    long kept = statisticsBytes(wide, 2);
    assertThat(kept).isGreaterThan(plain);

    ProgramRun run =
        wide.engram(
            ("evaluate --model " + wide.model() + " --task auto --task-col belongs --key-cols key")
                .concat(" --json --input " + wide.write("mixed", mixed()))
                .split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(ToyModel.json(run).get("rows").asLong()).isEqualTo(12);
    assertThat(ToyModel.json(run).get("router").asText()).isEqualTo("random-features");

    ProgramRun erased = wide.engram("models", "erase", "--model", wide.model(), "--task", "other");
    assertThat(erased.code()).as(erased.err()).isZero();
    assertThat(bytes(wide, 3)).isLessThan(bytes(wide, 2) - (kept - plain) / 2 + 1);
  }

  private static void learn(ToyModel model, String task, String table) {
    ProgramRun run = model.learn(model.model(), task, table, "--router", "random-features");
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static JsonNode record(ToyModel model, int version) throws IOException {
    Path file = Path.of(model.model(), "log", String.format("%020d.json", version));
    return new ObjectMapper().readTree(Files.readAllLines(file).get(0));
  }

  private static long statisticsBytes(ToyModel model, int version) throws IOException {
    return record(model, version).at("/provenance/counts/statisticsBytes").asLong();
  }

  private static long bytes(ToyModel model, int version) throws IOException {
    return record(model, version).get("objects").findValues("length").stream()
        .mapToLong(JsonNode::asLong)
        .sum();
  }

  @Test
  void aTaskThatWasNeverLearntAndAClassThatItsTaskLacksAreRefusedWithThoseThereAre() {
    assertThat(
            refused(
                auto("unknown", mixed().withColumn("belongs", expr("if(key='k8','x',belongs)")))))
        .contains("task column 'belongs' is 'x', which this version never learnt")
        .contains("it knows other, parity (row k8)");
    assertThat(refused(auto("odd", mixed().withColumn("label", expr("if(key='k0','odd',label)")))))
        .contains("label column 'label' is 'odd' in a row of task 'parity', which has 0, 1");
    assertThat(refused(auto("none", mixed().withColumn("belongs", expr("NULLIF(1, 1)")))))
        .contains("task column 'belongs' is null");
  }

  @Test
  void aMissingColumnOfTasksIsRefusedWithTheColumnsThereAre() {
    assertThat(refused(auto("plain", toy.rows())))
        .contains("column 'belongs' is missing; there are key, text, label, split")
        .contains("--task-col");
  }

  private static String refused(ProgramRun run) {
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(3);
    assertThat(run.err()).doesNotContain("\tat ");
    return run.err();
  }
}
