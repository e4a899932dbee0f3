package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembly jar under the real spark-submit of a Spark distribution. */
class SparkSubmitIT {
  private static final Path ASSEMBLY = Path.of(System.getProperty("engram.assembly"));
  private static final Path WORDNET = Path.of("target/data/wordnet-3.1.jar").toAbsolutePath();

  @BeforeAll
  static void needsPython() {
    assumeTrue(
        PySparkDistribution.isPossible(),
        "no python3 with venv: the real spark-submit is not tested here");
  }

  @Test
  void assemblyHoldsNativesAndServicesButNoSparkAndNoData() throws IOException {
    try (JarFile jar = new JarFile(ASSEMBLY.toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();
      assertThat(names)
          .contains(
              "io/engram/jobs/Main.class",
              "io/engram/jobs/reference.conf",
              "META-INF/services/ai.djl.engine.EngineProvider")
          .anyMatch(name -> name.matches("pytorch/cpu/.*libtorch_cpu\\.so.*"))
          .noneMatch(name -> name.startsWith("org/apache/spark/"))
          .noneMatch(name -> name.startsWith("org/apache/hadoop/"))
          .noneMatch(name -> name.startsWith("com/fasterxml/jackson/"))
          .noneMatch(name -> name.startsWith("scala/"))
          .noneMatch(name -> name.startsWith("com/google/protobuf/"))
          .noneMatch(name -> name.endsWith(".onnx"))
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
    }
  }

  @Test
  void writesTasksFromTheAssembly(@TempDir Path folder) throws IOException {
    Path lake = folder.resolve("lake");
    Shell.Result run =
        PySparkDistribution.submit(
            ASSEMBLY,
            "local[2]",
            "data",
            "wordnet",
            "--lake",
            lake.toString(),
            "--wordnet",
            WORDNET.toString(),
            "--rows-per-class",
            "20",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.lastLine());
    assertThat(json.get("tasks")).hasSize(21);
    assertThat(Files.exists(lake.resolve("tasks/animal/_SUCCESS"))).isTrue();
  }

  @Test
  void exitCodeOfWrongUsageReachesTheShell() throws IOException {
    Shell.Result run = PySparkDistribution.submit(ASSEMBLY, "local[1]", "lern");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("learn");
  }
}
