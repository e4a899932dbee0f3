package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.watch.TaskState.Folder;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskStatesTest extends SparkTest {
  @TempDir private Path lake;

  @Test
  void aStateIsFoundHereAndBySparkWhateverItsFolderIsCalled() throws IOException {
    TaskStates states =
        new TaskStates(new org.apache.hadoop.fs.Path(lake.toUri()), new Configuration());
    List<String> names = List.of("mail", "(draft) mail", "\u00e4rger", "at 10:00");
    for (String name : names) {
      states.put(refused(name));
      assertThat(states.find(name)).contains(refused(name));
    }
    // As versions of the program left it that wrote names which Spark passes over.
    Path folder = lake.resolve("watch/tasks");
    Files.writeString(folder.resolve("_draft__mail-01234567.json"), "an older state");
    assertThat(states.all().keySet()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(spark().read().json(folder.toString()).select("task").collectAsList())
        .extracting((Row row) -> row.getString(0))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  private static TaskState refused(String task) {
    return new TaskState(
        task,
        Phase.REFUSED,
        new Folder(Instant.EPOCH, Instant.EPOCH, 1, 1, ""),
        0,
        Optional.empty(),
        Optional.of("no name for a task"),
        Optional.empty(),
        Optional.empty());
  }
}
