package io.engram.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.strategy.ContinualStrategy;
import io.engram.jobs.ReadmeCommands;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembly jar under the real spark-submit of a Spark distribution. */
class SparkSubmitIT extends SparkTest {
  private static final Path ASSEMBLY = Path.of(System.getProperty("engram.assembly"));
  private static final Path DATA = Path.of("target/data").toAbsolutePath();

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
  void theReadmesCommandsLearnIntoANewModel(@TempDir Path folder) throws IOException {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        """
        spark.master local-cluster[2,1,1024]
        spark.driver.memory 1g
        spark.sql.shuffle.partitions 2
        """);
    List<Row> tickets = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      tickets.add(RowFactory.create("the printer does not work, case " + i, "english"));
      tickets.add(RowFactory.create("der Drucker geht nicht, Fall " + i, "german"));
    }
    StructType schema =
        new StructType().add("text", DataTypes.StringType).add("label", DataTypes.StringType);
    String lake = folder.resolve("lake").toUri().toString();
    spark().createDataFrame(tickets, schema).write().parquet(lake + "/tickets");

    List<String> commands = ReadmeCommands.of("README.md", "spark-submit");
    assertThat(commands).hasSize(2);
    assertThat(commands.get(1)).contains("hdfs:///lake/tickets").doesNotContain("--backbone");
    String learn =
        commands.get(1).replace("hdfs:///lake", lake).replace("models/support", "models/none");
    Shell.Result without = PySparkDistribution.shell(ReadmeCommands.root(), conf, learn);
    assertThat(without.code()).as(without.err()).isEqualTo(3);
    assertThat(without.err())
        .contains("engram backbone import --model ", "/models/none --name minilm", "--packages");
    for (String command : commands) {
      Shell.Result run =
          PySparkDistribution.shell(
              ReadmeCommands.root(), conf, command.replace("hdfs:///lake", lake));
      assertThat(run.code()).as(command + "\n" + run.err()).isZero();
    }
    JsonNode listed = done("models", "list", "--model", lake + "/models/support");
    assertThat(listed.get("versions").get(0).get("task").asText()).isEqualTo("language");
  }

  private static JsonNode done(String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    words.add("--json");
    Shell.Result run =
        PySparkDistribution.submit(
            ASSEMBLY, "local-cluster[2,1,1024]", words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.lastLine());
  }

  @Test
  void exitCodeOfWrongUsageReachesTheShell() throws IOException {
    Shell.Result run = PySparkDistribution.submit(ASSEMBLY, "local[1]", "lern");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("learn");
  }
}
