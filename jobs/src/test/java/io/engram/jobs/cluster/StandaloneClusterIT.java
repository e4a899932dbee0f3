package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.ObjectRef;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.ReadmeCommands;
import io.engram.jobs.RunningSession;
import io.engram.transformers.QuickJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * The README's commands for a cluster, word for word but for the lake's address, and more of them,
 * on a standalone master with two workers: it all gives what a run in one JVM gives that cuts its
 * tables alike.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandaloneClusterIT extends SparkSubmitTest {
  private static final String PARTITIONS = "spark.sql.leafNodeDefaultParallelism";
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("label", DataTypes.StringType);
  private static final String ENCODER =
      Path.of("target/data/all-minilm-l6-v2.jar").toUri().toString();

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static Path conf;

  @BeforeAll
  static void learnInOneJvmAndStartTheCluster() throws IOException {
    writeTable("tickets", "the printer does not work, case", "der Drucker geht nicht, Fall");
    writeTable("moods", "thank you, all is well again", "this is late, and nobody answers");
    String model = lake("local") + "/models/support";
    engram("backbone import --name minilm --source " + ENCODER + " --model " + model);
    local("learn --model " + model + " --task language --input " + lake("local") + "/tickets");
    assertThat(local(learnMoods("local")).get("slots")).hasSize(1);
    local(score("local"));
    cluster = StandaloneCluster.start(PySparkDistribution.home(), folder, 2);
    conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        """
        spark.master %1$s
        spark.driver.memory 1g
        spark.sql.shuffle.partitions 2
        %2$s 2
        spark.standalone.submit.waitAppCompletion true
        spark.driver.extraJavaOptions %3$s -Dai.djl.pytorch.num_threads=1
        spark.executor.extraJavaOptions %3$s
        """
            .formatted(cluster.master(), PARTITIONS, QuickJvm.OPTIONS));
  }

  @AfterAll
  static void stopTheCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static void writeTable(String name, String first, String second) {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 24; i++) {
      rows.add(RowFactory.create(2 * i, first + " " + i, "first"));
      rows.add(RowFactory.create(2 * i + 1, second + " " + i, "second"));
    }
    for (String run : List.of("local", "cluster")) {
      spark().createDataFrame(rows, SCHEMA).write().parquet(lake(run) + "/" + name);
    }
  }

  private static String lake(String run) {
    return folder.resolve(run).toUri().toString();
  }

  private static String learnMoods(String run) {
    return "learn --task moods --pool-size 1 --epochs 2 --model %1$s/models/support --input %1$s/moods"
        .formatted(lake(run));
  }

  private static String score(String run) {
    return "score --all-tasks --model %1$s/models/support --input %1$s/tickets --output %1$s/scored"
        .formatted(lake(run));
  }

  private static String evaluate(String run) {
    return "evaluate --task language --model %1$s/models/support --input %1$s/tickets"
        .formatted(lake(run));
  }

  private static ProgramRun engram(String line) {
    spark().conf().set(PARTITIONS, "2");
    ProgramRun run = ProgramRun.of(settings -> new RunningSession(spark()), line.split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private static JsonNode local(String line) throws IOException {
    return new ObjectMapper().readTree(engram(line + " --json").lastLine());
  }

  private static Shell.Result shell(String command) throws IOException {
    return PySparkDistribution.shell(ReadmeCommands.root(), conf, command);
  }

  private static Shell.Result submit(String deployMode, String line) throws IOException {
    Shell.Result run =
        shell(
            "spark-submit --deploy-mode %s --class io.engram.jobs.Main %s %s --json"
                .formatted(deployMode, ASSEMBLY, line));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private static List<ObjectRef> objects(String run, long version) throws IOException {
    URI model = URI.create(lake(run) + "/models/support");
    return ModelStore.open(model, new Configuration()).version(version).objects();
  }

  private static List<String> predictions(String run) {
    return spark().read().parquet(lake(run) + "/scored").sort("task", "id").collectAsList().stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  @Order(1)
  void theReadmesCommandsLearnIntoANewModelToTheBytesOfALocalRun() throws IOException {
    String lake = lake("cluster");
    List<String> commands = ReadmeCommands.of("README.md", "spark-submit");
    assertThat(commands).hasSize(2);
    assertThat(commands.get(1)).contains("hdfs:///lake/tickets").doesNotContain("--backbone");
    Shell.Result without =
        shell(
            commands.get(1).replace("hdfs:///lake", lake).replace("models/support", "models/none"));
    assertThat(without.code()).as(without.err()).isEqualTo(3);
    assertThat(without.err())
        .contains("engram backbone import --model ", "/models/none --name minilm", "--packages");
    for (String command : commands) {
      Shell.Result run = shell(command.replace("hdfs:///lake", lake));
      assertThat(run.code()).as(command + "\n" + run.err()).isZero();
    }
    assertThat(objects("cluster", 1)).isNotEmpty().isEqualTo(objects("local", 1));
  }

  @Test
  @Order(2)
  void aDriverOnTheClusterLearnsAndConsolidatesToTheBytesOfALocalRun() throws IOException {
    submit("cluster", learnMoods("cluster"));
    String said = Files.readString(cluster.outputOfDriver());
    JsonNode learnt = new ObjectMapper().readTree(said.lines().reduce("", (all, line) -> line));
    assertThat(learnt.get("slots")).hasSize(1);
    assertThat(objects("cluster", 2)).isNotEmpty().isEqualTo(objects("local", 2));
  }

  @Test
  @Order(3)
  void theClusterScoresToThePredictionsOfALocalRun() throws IOException {
    submit("client", score("cluster"));
    assertThat(predictions("cluster")).hasSize(2 * 48).isEqualTo(predictions("local"));
  }

  @Test
  @Order(4)
  void theClusterCountsWhatALocalRunCounts() throws IOException {
    JsonNode evaluated =
        new ObjectMapper().readTree(submit("client", evaluate("cluster")).lastLine());
    assertThat(evaluated.get("accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(evaluated).isEqualTo(local(evaluate("local")));
  }
}
