package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and manifests that make no table: each a line, and the task after them is learnt. */
class BadFilesWatchTest extends SparkTest {
  @TempDir private Path temporary;

  @Test
  void everyBadTaskIsRefusedInOneLineThatNamesTheFileOrColumnAndTheLastTaskIsLearnt()
      throws IOException {
    ToyModel toy = ToyModel.create(spark(), temporary);
    csv(toy, "columns-in-another-order", "text,label,key\na,x,1\n", "text,key,label\nb,2,y\n");
    csv(toy, "another-column", "text,label,key\na,x,1\n", "text,mood,key\nb,y,2\n");
    Files.writeString(
        toy.arrive("corrupt-first", toy.rows()).resolve("aaa.parquet"), "not a file of Parquet");
    Path empty = Files.createDirectories(toy.lake().resolve("tasks").resolve("no-data"));
    Files.createFile(empty.resolve("_SUCCESS"));
    declare(toy.arrive("pictures", toy.rows()), "{\"image-col\": \"text\"}");
    declare(toy.arrive("pair-of-itself", toy.rows()), "{\"text-pair-col\": \"text\"}");
    toy.arrive("two-problems", toy.rows().drop("text", "label"));
    toy.arrive("z-good", toy.rows());

    ProgramRun run = toy.watch();

    assertThat(run.code()).as(run.err()).isEqualTo(3);
    Map<String, JsonNode> tasks = toy.tasks(toy.lake().toString());
    assertThat(tasks.get("z-good").get("state").asText()).isEqualTo("published");
    Map<String, String> said =
        Map.of(
            "columns-in-another-order", "Expected: \\w+ but found: \\w+; CSV file: .*\\.csv",
            "another-column", "Expected: \\w+ but found: \\w+; CSV file: .*\\.csv",
            "corrupt-first", "cannot be opened as parquet: .*aaa\\.parquet.*",
            "no-data", "there is no file to read as parquet.*",
            "pictures", "manifest _task\\.json does not fit: the backbone takes texts.*",
            "pair-of-itself", "column 'text' is named for two things.*",
            "two-problems", "column 'text' is missing.*; column 'label' is missing.*");
    said.forEach(
        (task, reason) -> {
          assertThat(tasks.get(task).get("state").asText()).as(task).isEqualTo("refused");
          assertThat(tasks.get(task).get("reason").asText())
              .as(task)
              .containsPattern(reason)
              .doesNotContain("\n", "Exception")
              .hasLineCount(1);
        });
  }

  private static void csv(ToyModel toy, String task, String... files) throws IOException {
    Path folder = Files.createDirectories(toy.lake().resolve("tasks").resolve(task));
    for (int number = 0; number < files.length; number++) {
      Files.writeString(folder.resolve("part-" + number + ".csv"), files[number]);
    }
    declare(folder, "{\"format\": \"csv\", \"options\": {\"header\": \"true\"}}");
  }

  private static void declare(Path folder, String manifest) throws IOException {
    Files.writeString(folder.resolve("_task.json"), manifest);
  }
}
