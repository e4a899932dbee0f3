package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembly jar under the real spark-submit of a Spark distribution. */
class SparkSubmitIT extends SparkSubmitTest {
  private static final Path DATA = Path.of("target/data").toAbsolutePath();

  @Test
  void quickstartLearnsThreeTasksAndScoresThemOnTwoExecutors(@TempDir Path folder)
      throws IOException {
    String lake = folder.resolve("lake").toString();
    JsonNode quickstart =
        done(
            "quickstart",
            "--lake",
            lake,
            "--tasks",
            "3",
            "--rows-per-class",
            "30",
            "--wordnet",
            DATA.resolve("wordnet-3.1.jar").toString(),
            "--backbone-jar",
            DATA.resolve("all-minilm-l6-v2.jar").toString());
    assertThat(quickstart.get("averageAccuracy").asDouble()).isGreaterThan(0.5);
    assertThat(quickstart.get("tasks")).hasSize(3);
    assertThat(quickstart.get("version").asLong()).isEqualTo(3);
    assertThat(quickstart.get("mixedAccuracy").asDouble()).isGreaterThan(0.5);
  }
}
