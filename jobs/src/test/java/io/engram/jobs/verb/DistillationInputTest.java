package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch with a table of inputs to distil on besides, which is none of its tasks' own. */
class DistillationInputTest extends SparkTest {
  @TempDir private Path temporary;
  private ToyModel toy;

  /** One task as the watch reads them, and one whose manifest has its own format and column. */
  @BeforeEach
  void arrive() throws IOException {
    toy = ToyModel.create(spark(), temporary);
    Path own = toy.lake().resolve("tasks/own");
    toy.rows()
        .withColumnRenamed("text", "body")
        .coalesce(1)
        .write()
        .option("header", true)
        .csv(own.toString());
    Files.writeString(
        own.resolve("_task.json"),
        "{\"format\": \"csv\", \"options\": {\"header\": \"true\"}, \"text-col\": \"body\"}");
    toy.arrive("usual", toy.rows().where("key <> 'k5'"));
  }

  private ProgramRun watch(String input) {
    return toy.watch("--distillation-input", input);
  }

  @Test
  void oneThatCannotBeReadEndsTheWatchByNameAndEveryTaskWaits() throws IOException {
    String broken = toy.write("broken", toy.rows().select("text"));
    Files.writeString(Path.of(broken).resolve("zzz.parquet"), "no file of Parquet");
    Map<String, String> said =
        Map.of(
            toy.table("nowhere"),
            "Path does not exist",
            toy.write("another-column", toy.rows().select("key")),
            "column 'text' is missing",
            broken,
            "zzz.parquet");
    for (Map.Entry<String, String> bad : said.entrySet()) {
      ProgramRun run = watch(bad.getKey());
      assertThat(run.code()).as(run.err()).isEqualTo(2);
      assertThat(run.err())
          .startsWith("engram: --distillation-input: ")
          .contains(bad.getValue())
          .doesNotContain("\tat ");
      Map<String, JsonNode> tasks = toy.tasks(toy.lake().toString());
      for (String task : tasks.keySet()) {
        assertThat(tasks.get(task).get("state").asText())
            .as("%s: %s", task, bad.getKey())
            .isIn("waiting", "learning");
        assertThat(toy.lake().resolve("tasks").resolve(task)).exists();
      }
    }
  }

  @Test
  void itIsReadAsTheWatchReadsWhateverTheManifestOfATaskSays() throws IOException {
    ProgramRun run = watch(toy.write("unlabelled", toy.rows().select("text")));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("own published", "usual published");
  }
}
