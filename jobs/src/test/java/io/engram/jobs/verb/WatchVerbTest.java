package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram watch} and {@code engram tasks} on a real model. */
class WatchVerbTest extends SparkTest {
  @TempDir private Path temporary;

  @Test
  void goodTasksAmongBadOnesAreLearntOnceAndEachBadOneSaysInALineWhatIsWrong() throws IOException {
    ToyModel toy = ToyModel.create(spark(), temporary);
    toy.arrive("parity", toy.rows());
    String known = toy.write("known", toy.rows().where("key <> 'k3'"));
    assertThat(toy.learn(toy.model(), "known", known).code()).isZero();
    toy.arrive("known", toy.rows());
    Files.writeString(
        toy.arrive("contradicted", toy.rows()).resolve("_task.json"), "{\"rows\": 5}");
    toy.arrive("null-text", toy.rows().selectExpr("key", "null as text", "label", "split"));
    Files.writeString(
        toy.arrive("corrupt", toy.rows()).resolve("part-9.parquet"), "not a file of Parquet");
    toy.arrive("other-type", toy.rows());
    append("other-type", toy.rows().withColumn("text", functions.length(functions.col("text"))));
    toy.arrive("fewer-columns", toy.rows());
    append("fewer-columns", toy.rows().drop("label"));
    toy.arrive("other-columns", toy.rows().withColumnRenamed("label", "class"));
    Path again = toy.arrive("again", toy.rows().where("key <> 'k1'"));
    Files.delete(again.resolve("_SUCCESS"));

    ProgramRun run = toy.watch();
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.out())
        .contains("parity published in version 2, accuracy")
        .containsPattern("known refused: .*learnt before from other data.*--on-more-rows replace.*")
        .containsPattern("contradicted refused: .*says 5 rows, its 1 files hold 24")
        .containsPattern("null-text refused: .*text.*")
        .containsPattern("corrupt refused: .*part-9\\.parquet.*")
        .containsPattern("other-columns refused: .*label.*")
        .containsPattern("other-type refused: .*text.*")
        .containsPattern("fewer-columns refused: .*label.*")
        .doesNotContain("again published", "again refused", "\tat ");

    assertThat(toy.watch("--quiet-period", "0s").code()).isZero();
    assertThat(toy.watch().out()).startsWith("No task was complete");
    assertThat(toy.tasks(toy.lake().toString()).values())
        .extracting(task -> task.get("state").asText())
        .containsOnly("published", "refused");
    assertThat(toy.tasks(toy.lake().toString()).keySet())
        .containsExactly(
            "again",
            "contradicted",
            "corrupt",
            "fewer-columns",
            "known",
            "null-text",
            "other-columns",
            "other-type",
            "parity");
    assertThat(toy.engram("tasks", "--lake", toy.lake().toString()).out())
        .contains("again", "published", "corrupt: ");
    Dataset<Row> table = spark().read().json(temporary.resolve("watch/tasks").toString());
    assertThat(table.where("state = 'published'").select("version").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactlyInAnyOrder(2L, 3L);
  }

  @Test
  void aVersionThatTheGateKeptEndsTheLookWithFiveAndAProductionThatPointsNowhereInALine()
      throws IOException {
    ToyModel toy = ToyModel.create(spark(), temporary);
    toy.arrive("easy", toy.rows());
    assertThat(toy.watch("--min-accuracy", "0").code()).isZero();
    toy.arrive("coin", toy.rows().withColumn("label", functions.expr("hash(key) & 1")));

    ProgramRun run = toy.watch("--min-accuracy", "1");
    assertThat(run.code()).as(run.err()).isEqualTo(5);
    JsonNode coin = ToyModel.json(run).get("tasks").get(0);
    assertThat(coin.get("state").asText()).isEqualTo("published");
    assertThat(coin.get("gate").asText()).isEqualTo("failed");
    assertThat(coin.get("reason").asText()).contains("coin");
    assertThat(toy.watch("--min-accuracy", "1").code()).as("nothing new").isZero();
    assertThat(toy.tasks(toy.lake().toString()).values())
        .extracting(task -> task.get("gate").asText())
        .containsExactly("failed", "moved");

    Path production = Path.of(toy.model(), "log", "%020d.json".formatted(1));
    Files.move(production, temporary.resolve("record"));
    toy.arrive("third", toy.rows().where("key <> 'k3'"));
    ProgramRun nowhere = toy.watch("--min-accuracy", "0");
    assertThat(nowhere.code()).as(nowhere.err()).isEqualTo(3);
    assertThat(nowhere.err()).hasLineCount(1).contains("version 1");
    JsonNode third = toy.tasks(toy.lake().toString()).get("third");
    assertThat(third.get("state").asText()).isEqualTo("waiting");
    assertThat("engram: " + third.get("reason").asText()).isEqualTo(nowhere.err().strip());
    Files.move(temporary.resolve("record"), production);
    assertThat(toy.watch("--min-accuracy", "0").out()).contains("third published in version 3");
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
    assertThat(toy.watch("--on-more-rows", "maybe").err())
        .contains("--on-more-rows must be replace or refuse, got maybe");
    assertThat(toy.watch("--quiet-period", "soon").err())
        .contains("--quiet-period must be a number and s, m, h or d, got 'soon'");
    assertThat(toy.engram("tasks", "--lake", temporary.toString()).out())
        .contains("No task has been seen");
  }
}
