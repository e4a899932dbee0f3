package io.engram.jobs.verb;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What is there already is replaced on its owner's word only: an output, a task, a folder. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgainTest extends SparkTest {
  @TempDir private static Path temporary;
  private static ToyModel toy;
  private static String table;

  @BeforeAll
  static void learn() {
    toy = ToyModel.create(spark(), temporary.resolve("lake"));
    table = toy.write("first", toy.rows());
    ProgramRun run = toy.learn(toy.model(), "parity", table);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static ProgramRun score(Path output, String... more) {
    List<String> all = new ArrayList<>(List.of("--key-cols", "key"));
    all.addAll(List.of(more));
    return toy.score(table, output, all.toArray(String[]::new));
  }

  private static long modified(Path output) throws IOException {
    return Files.getLastModifiedTime(output.resolve("_SUCCESS")).toMillis();
  }

  private static long rows(Path output) {
    return spark().read().parquet(output.toString()).count();
  }

  @Test
  @Order(1)
  void anOutputThatIsThereIsKeptAndReplacedWithOverwrite() throws IOException {
    Path output = temporary.resolve("scored");
    assertThat(score(output).code()).isZero();

    ProgramRun refused = score(output);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains(output.toString())
        .contains("--overwrite")
        .doesNotContain("\tat ");
    assertThat(rows(output)).isEqualTo(2L * ToyModel.ROWS);

    long before = modified(output);

    ProgramRun again = score(output, "--overwrite");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(modified(output)).isGreaterThan(before);
    assertThat(rows(output)).isEqualTo(2L * ToyModel.ROWS);
  }

  @Test
  @Order(2)
  void aTaskIsLearntAgainFromOtherDataWithReplaceAndKnowsWhatIsNew() throws IOException {
    Dataset<Row> other =
        toy.rows().withColumn("label", expr("CASE WHEN label = '0' THEN 'even' ELSE 'odd' END"));
    String second = toy.write("second", other);
    assertThat(toy.learn(toy.model(), "parity", second).code()).isEqualTo(3);

    ProgramRun run = toy.learn(toy.model(), "parity", second, "--replace");

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = ToyModel.json(run);
    assertThat(json.get("version").asLong()).isEqualTo(2);
    assertThat(run.out()).contains("again");
    ProgramRun scored = score(temporary.resolve("scored-again"));
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(
            spark()
                .read()
                .parquet(temporary.resolve("scored-again").toString())
                .where("prediction NOT IN ('even', 'odd')")
                .count())
        .isZero();
    assertThat(toy.learn(toy.model(), "parity", second).code()).isZero();
    assertThat(toy.engram("models", "list", "--model", toy.model()).out()).doesNotContain("#3");
  }

  @Test
  @Order(3)
  void aVersionIsExportedIntoAFolderThatIsLoadedAloneAndNotTwice() throws IOException {
    Path folder = temporary.resolve("exported");

    ProgramRun run =
        toy.engram("models", "export", "--model", toy.model(), "--to", folder.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains(folder.toString());
    assertThat(Files.list(folder)).isNotEmpty();
    assertThat(org.apache.spark.ml.PipelineModel.load(folder.toString()).stages()).hasSize(1);
    ProgramRun twice =
        toy.engram("models", "export", "--model", toy.model(), "--to", folder.toString());
    assertThat(twice.code()).isEqualTo(3);
    assertThat(twice.err()).contains("is not empty");
  }
}
