package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.ObjectRef;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.transformers.QuickJvm;
import io.engram.transformers.backbone.folder.TinyHuggingFace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster of one master and two workers gives what a run in one JVM gives that cuts
 * its tables alike. Two tasks share one slot, so that consolidation is among it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandaloneClusterIT extends SparkSubmitTest {
  private static final String PARTITIONS = "spark.sql.leafNodeDefaultParallelism";
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType);

  @TempDir private static Path lake;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void learnInOneJvmAndStartTheCluster() throws IOException {
    Path tiny = TinyHuggingFace.copy("bert", lake.resolve("tiny")).folder();
    for (String task : List.of("animals", "plants")) {
      spark().createDataFrame(rows(task), SCHEMA).repartition(2).write().parquet(table(task));
    }
    for (String model : List.of("local", "cluster")) {
      local(
          "backbone",
          "import",
          "--model",
          model(model),
          "--source",
          tiny.toString(),
          "--name",
          "tiny");
    }
    local(learn("local", "animals"));
    JsonNode second = local(learn("local", "plants"));
    assertThat(second.get("slots")).hasSize(1);
    local(score("local"));
    cluster = StandaloneCluster.start(PySparkDistribution.home(), lake, 2);
  }

  @AfterAll
  static void stopTheCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Each class has letters of its own. */
  private static List<Row> rows(String task) {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 48; i++) {
      int first = (task.equals("animals") ? 0 : 12) + (i % 2 == 0 ? 0 : 6);
      StringBuilder text = new StringBuilder();
      for (long word = 0; word < 4 + i % 3; word++) {
        text.append((char) ('a' + first + (i / 2 + 5 * word) % 6)).append(' ');
      }
      rows.add(
          RowFactory.create(
              i,
              text.append((char) ('a' + i % 26)).toString(),
              "class " + i % 2,
              i % 4 == 3 ? "test" : "train"));
    }
    return rows;
  }

  private static String table(String task) {
    return lake.resolve("tables").resolve(task).toUri().toString();
  }

  private static String model(String name) {
    return lake.resolve("models").resolve(name).toUri().toString();
  }

  private static String scored(String name) {
    return lake.resolve("scored").resolve(name).toUri().toString();
  }

  private static String[] learn(String model, String task) {
    return words(
        "learn --backbone tiny --pool-size 1 --max-length 16 --epochs 2 --model",
        model(model),
        "--task",
        task,
        "--key-cols",
        "id",
        "--input",
        table(task));
  }

  private static String[] score(String model) {
    return words(
        "score --all-tasks --model",
        model(model),
        "--input",
        table("plants"),
        "--output",
        scored(model));
  }

  private static String[] evaluate(String model) {
    return words("evaluate --task animals --model", model(model), "--input", table("animals"));
  }

  private static String[] words(String first, String... more) {
    List<String> words = new ArrayList<>(List.of(first.split(" ")));
    words.addAll(Arrays.asList(more));
    words.add("--json");
    return words.toArray(String[]::new);
  }

  private static JsonNode local(String... args) throws IOException {
    spark().conf().set(PARTITIONS, "2");
    ProgramRun run = ProgramRun.of(settings -> new RunningSession(spark()), args);
    assertThat(run.code()).as(run.err()).isZero();
    return args[0].equals("backbone") ? null : new ObjectMapper().readTree(run.lastLine());
  }

  private static Shell.Result submit(String deployMode, String... args) throws IOException {
    List<String> options =
        List.of(
            "--deploy-mode",
            deployMode,
            "--conf",
            PARTITIONS + "=2",
            "--conf",
            "spark.standalone.submit.waitAppCompletion=true",
            "--driver-java-options",
            QuickJvm.OPTIONS + " -Dai.djl.pytorch.num_threads=1");
    Shell.Result run = PySparkDistribution.submit(ASSEMBLY, cluster.master(), options, args);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private static JsonNode client(String... args) throws IOException {
    return new ObjectMapper().readTree(submit("client", args).lastLine());
  }

  private static List<ObjectRef> objects(String model, long version) throws IOException {
    return ModelStore.open(Path.of(java.net.URI.create(model(model))).toUri(), new Configuration())
        .version(version)
        .objects();
  }

  private static List<String> predictions(String model) {
    return spark()
        .read()
        .parquet(scored(model))
        .select("id", "task", "prediction", "probability", "modelVersion", "error")
        .sort("task", "id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  @Order(1)
  void aTaskLearntFromAClientOfTheClusterIsTheSameBytes() throws IOException {
    JsonNode learnt = client(learn("cluster", "animals"));
    assertThat(learnt.get("version").asLong()).isEqualTo(1);
    assertThat(objects("cluster", 1)).isNotEmpty().isEqualTo(objects("local", 1));
  }

  @Test
  @Order(2)
  void aTaskLearntAndConsolidatedByADriverOnTheClusterIsTheSameBytes() throws IOException {
    submit("cluster", learn("cluster", "plants"));
    List<Path> outputs =
        cluster.outputs("stdout").stream()
            .filter(file -> file.getParent().getFileName().toString().startsWith("driver-"))
            .toList();
    assertThat(outputs).hasSize(1);
    String said = Files.readString(outputs.get(0));
    JsonNode learnt = new ObjectMapper().readTree(said.lines().reduce("", (a, line) -> line));
    assertThat(learnt.get("version").asLong()).isEqualTo(2);
    assertThat(objects("cluster", 2)).isNotEmpty().isEqualTo(objects("local", 2));
  }

  @Test
  @Order(3)
  void theClusterScoresToTheSamePredictions() throws IOException {
    JsonNode scored = client(score("cluster"));
    assertThat(scored.get("badRows").asLong()).isZero();
    assertThat(predictions("cluster")).hasSize(2 * 48).isEqualTo(predictions("local"));
  }

  @Test
  @Order(4)
  void theClusterEvaluatesToTheSameAccuracy() throws IOException {
    JsonNode evaluated = client(evaluate("cluster"));
    assertThat(evaluated).isEqualTo(local(evaluate("local")));
    assertThat(evaluated.get("rows").asLong()).isPositive();
  }
}
