package io.engram.jobs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest extends SparkTest {

  @Test
  void aSecondRunFindsEveryTaskLearntAndShowsTheSameModel(@TempDir Path lake) throws IOException {
    ProgramRun first = quickstart(lake);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).doesNotContain("learnt before");
    ProgramRun second = quickstart(lake);
    assertThat(second.code()).as(second.err()).isZero();
    for (String task : new String[] {"Task 1 of 2", "Task 2 of 2"}) {
      assertThat(second.err()).containsPattern(task + ".*: learnt before");
    }
    JsonNode before = new ObjectMapper().readTree(first.lastLine());
    JsonNode after = new ObjectMapper().readTree(second.lastLine());
    assertThat(before.get("version").asLong()).isEqualTo(2);
    for (String same : new String[] {"version", "folder", "tasks", "slots", "matrix"}) {
      assertThat(after.get(same)).as(same).isEqualTo(before.get(same));
    }
    assertThat(after.get("mixedAccuracy")).isEqualTo(before.get("mixedAccuracy"));
  }

  private static ProgramRun quickstart(Path lake) {
    return ProgramRun.of(
        settings -> new RunningSession(spark()),
        "quickstart",
        "--lake",
        lake.toString(),
        "--tasks",
        "2",
        "--rows-per-class",
        "12",
        "--wordnet",
        jarWith("net/sf/extjwnl/data/wordnet/wn31/data.noun"),
        "--backbone-jar",
        jarWith("all-minilm-l6-v2.onnx"),
        "--json");
  }

  /** The jar of the class path that holds a file. */
  private static String jarWith(String entry) {
    String url = QuickstartTest.class.getResource("/" + entry).getPath();
    return Path.of(URI.create(url.substring(0, url.indexOf('!')))).toString();
  }
}
