package io.engram.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.WordNetJar;
import io.engram.jobs.data.WordNetTasks;
import io.engram.jobs.metrics.MetricsPlugin;
import io.engram.jobs.redaction.RedactingPlugin;
import io.engram.transformers.metrics.WorkCount;
import io.engram.transformers.metrics.WorkTime;
import io.engram.transformers.spark.ExecutorKill;
import io.engram.transformers.spark.LocalClusterTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.metrics.sink.CsvSink;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Learn three tasks with two adapters, score, evaluate: by the verbs, on two executor JVMs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeSystemTest extends LocalClusterTest {
  private static final List<String> TASKS = List.of("food", "bird", "worker");
  private static final String SECRET = "hush-9f+Z/0";
  private static final int COPIES = 15;
  private static final int PARTS = 8;
  private static final CutSettings CUT = new CutSettings(TASKS, 3, 90, 40, 48, 0.6);

  @TempDir private static Path lake;
  private static String model;

  @Override
  protected Map<String, String> settings() throws IOException {
    return Map.of(
        "spark.plugins",
        RedactingPlugin.class.getName() + "," + MetricsPlugin.class.getName(),
        "spark.metrics.conf.*.sink.csv.class",
        CsvSink.class.getName(),
        "spark.metrics.conf.*.sink.csv.period",
        "1",
        "spark.metrics.conf.*.sink.csv.directory",
        Files.createDirectory(lake.resolve("metrics")).toString(),
        "spark.hadoop.fs.s3a.secret.key",
        SECRET,
        "spark.executorEnv.DB_PASSWORD",
        SECRET + "2");
  }

  @BeforeAll
  static void makeLake() throws Exception {
    model = lake.resolve("models/words").toString();
    new WordNetTasks(cluster(), lake.toString()).provide(wordnet(), CUT, Progress.SILENT);
  }

  private static Path wordnet() throws Exception {
    String entry = WordNetJar.class.getResource("/" + WordNetJar.DATA_NOUN).getPath();
    return Path.of(java.net.URI.create(entry.substring(0, entry.indexOf('!'))));
  }

  private static String table(String task) {
    return WordNetTasks.uri(lake.toString(), task);
  }

  private static ProgramRun engram(String... args) {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    words.add("--json");
    return ProgramRun.of(settings -> new RunningSession(cluster()), words.toArray(String[]::new));
  }

  private static JsonNode done(ProgramRun run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.lastLine());
  }

  private static JsonNode learn(String task, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "learn",
                "--model",
                model,
                "--task",
                task,
                "--input",
                table(task),
                "--key-cols",
                "key",
                "--pool-size",
                "2",
                "--max-length",
                "32"));
    words.addAll(List.of(more));
    return done(engram(words.toArray(String[]::new)));
  }

  private static Dataset<Row> mixedTestRows() {
    return TASKS.stream()
        .map(
            task ->
                cluster()
                    .read()
                    .parquet(table(task))
                    .where(col("split").equalTo("test"))
                    .withColumn("task", lit(task)))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  @Test
  @Order(1)
  void learnsThreeTasksWithTwoAdapters() throws IOException {
    // Executors of a fixed number have no resource profiles: they train without the GPU.
    cluster().conf().set("spark.engram.training.gpus", "1");
    for (int i = 0; i < TASKS.size(); i++) {
      JsonNode learnt = learn(TASKS.get(i), "--train-on", i == 0 ? "driver" : "executor");
      assertThat(learnt.get("version").asLong()).isEqualTo(i + 1);
      assertThat(learnt.get("accuracies")).hasSize(i + 1);
      assertThat(learnt.get("accuracy").asDouble()).as(TASKS.get(i)).isGreaterThan(0.5);
      assertThat(learnt.get("slots")).hasSize(Math.min(i + 1, 2));
    }
  }

  @Test
  @Order(2)
  void logsOfExecutorsHideTheSecretsOfTheSession() throws IOException {
    cluster()
        .range(0, 4, 1, 4)
        .foreachPartition(
            (ForeachPartitionFunction<Long>)
                rows ->
                    LoggerFactory.getLogger(WholeSystemTest.class)
                        .warn("a library says {} and {}", SECRET, System.getenv("DB_PASSWORD")));
    String logs = executorLogs();
    assertThat(logs).contains("a library says *** and ***").doesNotContain(SECRET);
  }

  private static String executorLogs() throws IOException {
    Path work = Path.of(System.getenv("SPARK_HOME"), "work");
    try (Stream<Path> files = Files.walk(work.resolve(cluster().sparkContext().applicationId()))) {
      StringBuilder logs = new StringBuilder();
      for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
        logs.append(Files.readString(file));
      }
      return logs.toString();
    }
  }

  @Test
  @Order(2)
  void learningTheSameAgainDoesNothing() throws IOException {
    JsonNode again = learn("bird");
    assertThat(again.get("outcome").asText()).isEqualTo("unchanged");
    JsonNode versions = done(engram("models", "list", "--model", model)).get("versions");
    assertThat(versions).hasSize(3);
    assertThat(versions.get(2).get("accuracy")).isEqualTo(learn("worker").get("accuracy"));
  }

  @Test
  @Order(3)
  void versionsAreComparedWithWhatTheyShare() throws IOException {
    JsonNode diff = done(engram("models", "diff", "--model", model, "1", "3"));
    assertThat(diff.at("/tasks").findValuesAsText("change"))
        .containsExactly("SAME", "ADDED", "ADDED");
    assertThat(diff.at("/slots")).hasSize(2);
    assertThat(diff.at("/size/sharedBytes").asLong())
        .as("backbone, head and statistics of the first task")
        .isGreaterThan(diff.at("/size/addedBytes").asLong());
    assertThat(diff.at("/tasks/0/accuracyFrom").asDouble()).isGreaterThan(0.5);
    assertThat(engram("models", "diff", "--model", model, "1").out())
        .contains("From version 1 to version 3", "the same backbone");
  }

  @Test
  @Order(3)
  void otherDataUnderTheSameNameIsRefused() throws IOException {
    ProgramRun run =
        engram(
            "learn",
            "--model",
            model,
            "--task",
            "bird",
            "--input",
            table("food"),
            "--pool-size",
            "2",
            "--max-length",
            "32");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("bird", "--replace").doesNotContain("\tat ");
    assertThat(done(engram("models", "verify", "--model", model)).get("files").asLong())
        .isPositive();
  }

  @Test
  @Order(4)
  void scoresOneTableOfAllTasksAsPlainPipelineModelDoes() throws IOException {
    String mixed = lake.resolve("mixed").toString();
    mixedTestRows().write().parquet(mixed);
    String output = lake.resolve("scored").toString();
    JsonNode scored = done(score(mixed, output));
    long rows = cluster().read().parquet(mixed).count();
    assertThat(scored.get("rows").asLong()).isEqualTo(rows);
    assertThat(scored.get("badRows").asLong()).isZero();

    Dataset<Row> table = cluster().read().parquet(output);
    assertThat(table.columns())
        .contains(
            "key",
            "text",
            "task",
            "prediction",
            "predictionIndex",
            "probability",
            "modelVersion",
            "error");
    List<String> byVerb = predictions(table);
    String folder = learn("worker").get("folder").asText();
    List<String> byPipeline =
        predictions(PipelineModel.load(folder).transform(cluster().read().parquet(mixed)));
    assertThat(byVerb).hasSize((int) rows).isEqualTo(byPipeline);
  }

  private static ProgramRun score(String input, String output) {
    return engram(
        "score", "--model", model, "--task-col", "task", "--input", input, "--output", output);
  }

  private static List<String> predictions(Dataset<Row> scored) {
    return scored.select("task", "key", "prediction").sort("task", "key").collectAsList().stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  @Order(5)
  void everyRowAnswersEveryTask() throws IOException {
    String output = lake.resolve("all").toString();
    done(
        engram(
            "score",
            "--model",
            model + "#3",
            "--all-tasks",
            "--input",
            table("bird"),
            "--output",
            output));
    long rows = cluster().read().parquet(table("bird")).count();
    Dataset<Row> table = cluster().read().parquet(output);
    assertThat(table.count()).isEqualTo(3 * rows);
    assertThat(table.select("task").distinct().count()).isEqualTo(3);
  }

  /** What the executors of each job are told to add to their log lines. */
  private static final class JobContexts extends SparkListener {
    private final List<Properties> jobs = new CopyOnWriteArrayList<>();

    static JobContexts listening() {
      JobContexts contexts = new JobContexts();
      cluster().sparkContext().addSparkListener(contexts);
      return contexts;
    }

    void stop() throws Exception {
      cluster().sparkContext().listenerBus().waitUntilEmpty();
      cluster().sparkContext().removeSparkListener(this);
    }

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      jobs.add(job.properties());
    }

    String last(String name) {
      return jobs.get(jobs.size() - 1).getProperty(name);
    }
  }

  @Test
  @Order(6)
  void evaluationAgreesWithTheAccuracyOfLearningAndItsLogLinesSayWhatTheyBelongTo()
      throws Exception {
    JobContexts contexts = JobContexts.listening();
    JsonNode evaluated =
        done(engram("evaluate", "--model", model, "--task", "worker", "--input", table("worker")));
    contexts.stop();
    assertThat(contexts.last("mdc.run")).matches("[0-9a-f]{8}");
    assertThat(contexts.last("mdc.task")).isEqualTo("worker");
    assertThat(contexts.last("mdc.version")).isEqualTo("3");
    assertThat(MDC.get("mdc.run")).isNull();
    JobContexts again = JobContexts.listening();
    JsonNode unchanged = learn("worker");
    again.stop();
    assertThat(again.jobs).as("not even the table's schema is read").isEmpty();
    assertThat(unchanged.get("accuracy")).isEqualTo(evaluated.get("accuracy"));
  }

  @Test
  @Order(7)
  void aSinkSeesExactlyTheRowsThatExecutorsScoredAndRefused() throws Exception {
    String some = lake.resolve("some").toString();
    mixedTestRows()
        .withColumn("text", when(col("key").endsWith("4"), lit(" ")).otherwise(col("text")))
        .repartition(PARTS)
        .write()
        .parquet(some);
    SinkFiles sink = new SinkFiles(lake.resolve("metrics"), cluster());
    long scoredBefore = sink.settled(WorkCount.ROWS_SCORED);
    long refusedBefore = sink.settled(WorkCount.ROWS_REFUSED);
    JsonNode scored = done(score(some, lake.resolve("metered").toString()));
    long rows = cluster().read().parquet(some).count();
    long blank = cluster().read().parquet(some).where("trim(text) = ''").count();
    assertThat(scored.get("badRows").asLong()).isEqualTo(blank).isPositive();
    assertThat(sink.settled(WorkCount.ROWS_SCORED) - scoredBefore).isEqualTo(rows - blank);
    assertThat(sink.settled(WorkCount.ROWS_REFUSED) - refusedBefore).isEqualTo(blank);
    assertThat(sink.settled(WorkCount.BACKBONE_LOADS)).as("two executors").isEqualTo(2);
    for (WorkTime time : WorkTime.values()) {
      assertThat(sink.ofExecutors(time.label())).as(time.label()).isPositive();
    }
    assertThat(sink.ofDriver(WorkCount.VERSIONS_PUBLISHED.label())).isGreaterThanOrEqualTo(3);
  }

  @Test
  @Order(8)
  void scoringGivesTheSameThoughAnExecutorDies() throws Exception {
    String mixed = lake.resolve("mixed").toString();
    String input = lake.resolve("many").toString();
    cluster()
        .read()
        .parquet(mixed)
        .crossJoin(cluster().range(COPIES).toDF("copy"))
        .repartition(PARTS)
        .write()
        .parquet(input);
    cluster().conf().set("spark.sql.files.minPartitionNum", PARTS);
    String output = lake.resolve("survived").toString();
    done(ExecutorKill.during(cluster(), "Scoring", () -> score(input, output)));
    String undisturbed = lake.resolve("undisturbed").toString();
    done(score(input, undisturbed));
    assertThat(copies(output))
        .hasSize((int) cluster().read().parquet(input).count())
        .isEqualTo(copies(undisturbed));
  }

  private static List<String> copies(String scored) {
    return cluster().read().parquet(scored).sort("task", "key", "copy").collectAsList().stream()
        .map(Row::toString)
        .toList();
  }
}
