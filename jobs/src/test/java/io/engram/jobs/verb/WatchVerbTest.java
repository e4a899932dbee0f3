package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram watch} and {@code engram tasks} on a real model. */
class WatchVerbTest extends SparkTest {
  @TempDir private Path temporary;

  private Path arrive(String task, Dataset<Row> rows) {
    Path folder = temporary.resolve("tasks").resolve(task);
    rows.coalesce(1).write().parquet(folder.toString());
    return folder;
  }

  private static ProgramRun watch(ToyModel toy, String... more) {
    List<String> args = new ArrayList<>(List.of("watch", "--once", "--json"));
    args.addAll(List.of("--lake", toy.lake().toString(), "--model", toy.model()));
    args.addAll(List.of("--backbone", "tiny", "--key-cols", "key"));
    args.addAll(List.of("--epochs", "1", "--max-length", "32"));
    args.addAll(Arrays.asList(more));
    return toy.engram(args.toArray(String[]::new));
  }

  @Test
  void goodTasksAmongBadOnesAreLearntOnceAndEachBadOneSaysInALineWhatIsWrong() throws IOException {
    ToyModel toy = ToyModel.create(spark(), temporary);
    arrive("parity", toy.rows());
    arrive("null-text", toy.rows().selectExpr("key", "null as text", "label", "split"));
    Files.writeString(
        arrive("corrupt", toy.rows()).resolve("part-9.parquet"), "not a file of Parquet");
    arrive("other-type", toy.rows());
    append("other-type", toy.rows().withColumn("text", functions.length(functions.col("text"))));
    arrive("fewer-columns", toy.rows());
    append("fewer-columns", toy.rows().drop("label"));
    arrive("other-columns", toy.rows().withColumnRenamed("label", "class"));
    Path again = arrive("again", toy.rows().where("key <> 'k1'"));
    Files.delete(again.resolve("_SUCCESS"));

    ProgramRun run = watch(toy);
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.out())
        .contains("parity published in version 1, accuracy")
        .containsPattern("null-text refused: .*text.*")
        .containsPattern("corrupt refused: .*part-9\\.parquet.*")
        .containsPattern("other-columns refused: .*label.*")
        .containsPattern("other-type refused: .*text.*")
        .containsPattern("fewer-columns refused: .*label.*")
        .doesNotContain("again", "\tat ");

    assertThat(watch(toy, "--quiet-period", "0s").code()).isZero();
    assertThat(watch(toy).out()).startsWith("No task was complete");
    JsonNode tasks =
        ToyModel.json(toy.engram("tasks", "--lake", toy.lake().toString(), "--json")).get("tasks");
    assertThat(tasks.findValuesAsText("state"))
        .containsExactly(
            "published", "refused", "refused", "refused", "refused", "refused", "published");
    assertThat(toy.engram("tasks", "--lake", toy.lake().toString()).out())
        .contains("again", "published", "corrupt: ");
    Dataset<Row> table = spark().read().json(temporary.resolve("watch/tasks").toString());
    assertThat(table.where("state = 'published'").select("version").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void aVersionThatTheGateKeptFromProductionEndsTheLookWithFive() throws IOException {
    ToyModel toy = ToyModel.create(spark(), temporary);
    arrive("easy", toy.rows());
    assertThat(watch(toy, "--min-accuracy", "0").code()).isZero();
    arrive("coin", toy.rows().withColumn("label", functions.expr("hash(key) & 1")));

    ProgramRun run = watch(toy, "--min-accuracy", "1");
    assertThat(run.code()).as(run.err()).isEqualTo(5);
    JsonNode coin = ToyModel.json(run).get("tasks").get(0);
    assertThat(coin.get("state").asText()).isEqualTo("published");
    assertThat(coin.get("gate").asText()).isEqualTo("failed");
    assertThat(coin.get("reason").asText()).contains("coin");
    assertThat(watch(toy, "--min-accuracy", "1").code()).as("nothing new").isZero();
    JsonNode tasks =
        ToyModel.json(toy.engram("tasks", "--lake", toy.lake().toString(), "--json")).get("tasks");
    assertThat(tasks.findValuesAsText("gate")).containsExactly("failed", "moved");
  }

  private void append(String task, Dataset<Row> rows) {
    rows.coalesce(1)
        .write()
        .mode("append")
        .parquet(temporary.resolve("tasks").resolve(task).toString());
  }

  @Test
  void wrongUsageIsSaidBeforeSparkStarts() {
    ToyModel toy = new ToyModel(spark(), temporary);
    assertThat(watch(toy, "--on-more-rows", "maybe").err())
        .contains("--on-more-rows must be replace or refuse, got maybe");
    assertThat(watch(toy, "--quiet-period", "soon").err())
        .contains("--quiet-period must be a number and s, m, h or d, got 'soon'");
    assertThat(toy.engram("tasks", "--lake", temporary.toString()).out())
        .contains("No task has been seen");
  }
}
