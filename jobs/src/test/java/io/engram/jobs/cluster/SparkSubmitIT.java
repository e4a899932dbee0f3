package io.engram.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.consolidation.strategy.ContinualStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembly jar under the real spark-submit of a Spark distribution. */
class SparkSubmitIT extends SparkSubmitTest {
  private static final Path DATA = Path.of("target/data").toAbsolutePath();

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
  void assemblyNamesEveryStrategy() throws IOException {
    try (JarFile jar = new JarFile(ASSEMBLY.toFile());
        InputStream services =
            jar.getInputStream(
                jar.getEntry("META-INF/services/" + ContinualStrategy.class.getName()))) {
      List<String> named = new String(services.readAllBytes(), UTF_8).lines().sorted().toList();
      assertThat(named)
          .isEqualTo(
              ServiceLoader.load(ContinualStrategy.class, getClass().getClassLoader()).stream()
                  .map(strategy -> strategy.type().getName())
                  .sorted()
                  .toList())
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void learnsThreeTasksScoresAndEvaluatesOnTwoExecutors(@TempDir Path folder) throws IOException {
    String lake = folder.resolve("lake").toString();
    JsonNode quickstart =
        done(
            "quickstart",
            "--lake",
            lake,
            "--tasks",
            "3",
            "--rows-per-class",
            "40",
            "--wordnet",
            DATA.resolve("wordnet-3.1.jar").toString(),
            "--backbone-jar",
            DATA.resolve("all-minilm-l6-v2.jar").toString());
    assertThat(quickstart.get("averageAccuracy").asDouble()).isGreaterThan(0.5);
    assertThat(quickstart.get("tasks")).hasSize(3);
    assertThat(quickstart.get("version").asLong()).isEqualTo(3);
    assertThat(quickstart.get("mixedAccuracy").asDouble()).isGreaterThan(0.5);

    String model = quickstart.get("model").asText();
    String output = folder.resolve("scored").toString();
    JsonNode scored =
        done(
            "score",
            "--model",
            model,
            "--all-tasks",
            "--input",
            lake + "/tasks/food",
            "--output",
            output);
    assertThat(scored.get("badRows").asLong()).isZero();
    JsonNode evaluated =
        done("evaluate", "--model", model, "--task", "food", "--input", lake + "/tasks/food");
    JsonNode newest = quickstart.get("matrix").get(2);
    assertThat(evaluated.get("accuracy").asDouble()).isEqualTo(newest.get(1).asDouble());
  }

  @Test
  void exitCodeOfWrongUsageReachesTheShell() throws IOException {
    Shell.Result run = PySparkDistribution.submit(ASSEMBLY, "local[1]", "lern");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("learn");
  }
}
