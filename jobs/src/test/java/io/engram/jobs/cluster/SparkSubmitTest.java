package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** Base of tests that run the assembly jar by the real spark-submit. */
abstract class SparkSubmitTest extends SparkTest {
  static final Path ASSEMBLY = Path.of(System.getProperty("engram.assembly"));

  @BeforeAll
  static void needsPython() {
    assumeTrue(
        PySparkDistribution.isPossible(),
        "no python3 with venv: the real spark-submit is not tested here");
  }

  static JsonNode done(String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    words.add("--json");
    Shell.Result run =
        PySparkDistribution.submit(
            ASSEMBLY, "local-cluster[2,1,1024]", words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.lastLine());
  }
}
