package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.store.StoreFiles;
import io.engram.transformers.QuickJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jars of the modules, without the assembly: {@code --packages}, and a service without Spark.
 */
class ThinJarsIT extends SparkSubmitTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path GOLDEN =
      ROOT.resolve("consolidation/src/test/resources/golden/model-format-1");
  private static final String VERSION = "0.1.0-SNAPSHOT";
  private static final List<String> MODULES =
      List.of("transformers", "adapters", "consolidation", "jobs");

  /** What a service has on its class path: what jobs/README.md names, and what that brings. */
  private static final String SERVICE =
      "(engram|hadoop-client|jackson|slf4j-api|jcl-over-slf4j|gson|jna|commons|api|pytorch"
          + "|tokenizers)-.*";

  @TempDir private Path folder;
  private Path model;
  private JsonNode recorded;

  @BeforeEach
  void copyTheGoldenModel() throws IOException {
    model = folder.resolve("model");
    StoreFiles.copy(GOLDEN, model);
    recorded = new ObjectMapper().readTree(GOLDEN.resolveSibling("model-format-1.json").toFile());
  }

  @Test
  void packagesOfARepositoryScoreAsTheModelDidWhenItWasWritten() throws IOException {
    JsonNode asked = recorded.get(0);
    Path input = Files.writeString(folder.resolve("in.csv"), "text\n" + asked.get("text").asText());
    Path output = folder.resolve("out");
    Shell.Result run =
        Shell.run(
            Map.of(
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                // Without it Spark would look for our jars where an earlier build was installed.
                "SPARK_SUBMIT_OPTS",
                "-Duser.home=" + folder),
            PySparkDistribution.home().resolve("bin/spark-submit").toString(),
            "--master",
            "local[1]",
            "--driver-java-options",
            QuickJvm.OPTIONS,
            "--repositories",
            "file://" + repository() + ",file://" + System.getProperty("engram.repository"),
            "--packages",
            "io.engram:engram-jobs:" + VERSION,
            "--exclude-packages",
            "commons-codec:commons-codec,commons-io:commons-io,org.apache.commons:commons-compress,"
                + "org.apache.commons:commons-lang3,com.google.code.gson:gson,org.slf4j:slf4j-api",
            "--class",
            "io.engram.jobs.Main",
            jar("jobs").toString(),
            "score",
            "--model",
            model + "#" + asked.get("version"),
            "--task",
            asked.get("task").asText(),
            "--input",
            input.toString(),
            "--format",
            "csv",
            "--option",
            "header=true",
            "--output",
            output.toString(),
            "--output-format",
            "json");
    assertThat(run.code()).as(run.err()).isZero();
    try (Stream<Path> files = Files.walk(output)) {
      Path part = files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
      assertThat(Files.readString(part))
          .contains("\"prediction\":\"" + asked.get("prediction").asText() + "\"");
    }
  }

  /** A Maven repository of this build alone. */
  private Path repository() throws IOException {
    Path group = folder.resolve("repository/io/engram");
    put(ROOT.resolve("pom.xml"), group.resolve("engram/" + VERSION), "engram", "pom");
    for (String module : MODULES) {
      String name = "engram-" + module;
      Path place = group.resolve(name + "/" + VERSION);
      put(ROOT.resolve(module + "/pom.xml"), place, name, "pom");
      put(jar(module), place, name, "jar");
    }
    return folder.resolve("repository");
  }

  private static void put(Path file, Path place, String name, String type) throws IOException {
    Files.createDirectories(place);
    Files.copy(file, place.resolve(name + "-" + VERSION + "." + type));
  }

  private static Path jar(String module) {
    return ROOT.resolve(module + "/target/engram-" + module + "-" + VERSION + ".jar");
  }

  @Test
  void aServiceAnswersWithoutSparkOnItsClassPath() throws IOException {
    JsonNode asked = recorded.get(recorded.size() - 1);
    String classes =
        Stream.of("classpath.txt", "classpath-natives.txt")
            .flatMap(file -> Stream.of(text(Path.of("target", file)).split(File.pathSeparator)))
            .filter(jar -> Path.of(jar).getFileName().toString().matches(SERVICE))
            .collect(Collectors.joining(File.pathSeparator));
    Shell.Result run =
        Shell.run(
            Map.of(),
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Dai.djl.offline=true",
            "-cp",
            Path.of("target/test-classes").toAbsolutePath() + File.pathSeparator + classes,
            PlainService.class.getName(),
            model + "#" + asked.get("version"),
            asked.get("task").asText(),
            asked.get("text").asText());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(asked.get("prediction").asText() + "\nfalse\n");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
