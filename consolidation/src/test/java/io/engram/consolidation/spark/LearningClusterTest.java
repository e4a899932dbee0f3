package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.training.TrainingListener;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.transformers.spark.ExecutorKill;
import io.engram.transformers.spark.LocalClusterTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Learning and scoring on executors that come and go, with a GPU that a fake script discovers, in a
 * session that serialises by Kryo. Two tasks share one slot, so that every kind of training runs.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LearningClusterTest extends LocalClusterTest {
  private static final SettingsChoice ONE_SLOT = LearntLake.choice("ada", 1);

  @TempDir static Path folder;
  private static LearntLake undisturbed;
  private static LearnOutcome first;
  private static LearnOutcome second;
  private static LearntLake disturbed;

  // A worker has room for one executor that serves everybody and one that trains.
  @Override
  protected String master() {
    return "local-cluster[2,2,2048]";
  }

  @Override
  protected Map<String, String> settings() throws IOException {
    Path script = folder.resolve("gpus.sh");
    Files.createFile(
        script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"7\"]}'\n");
    return Map.ofEntries(
        // Many clusters have it; it cannot write records.
        Map.entry("spark.serializer", KryoSerializer.class.getName()),
        Map.entry("spark.worker.resource.gpu.amount", "1"),
        Map.entry("spark.worker.resource.gpu.discoveryScript", script.toString()),
        Map.entry("spark.executor.cores", "1"),
        Map.entry("spark.dynamicAllocation.enabled", "true"),
        Map.entry("spark.dynamicAllocation.minExecutors", "1"),
        Map.entry("spark.dynamicAllocation.maxExecutors", "2"),
        Map.entry("spark.dynamicAllocation.executorIdleTimeout", "600s"),
        // Else Spark cuts tables by the executors of the moment: other batches, other last bits.
        Map.entry("spark.sql.leafNodeDefaultParallelism", "2"),
        Map.entry("spark.engram.training.cores", "1"),
        Map.entry("spark.engram.training.gpus", "1"));
  }

  @BeforeAll
  static void learnUndisturbed() throws IOException {
    undisturbed = lake("undisturbed");
    first = undisturbed.learn("first", write(undisturbed, "first"), ONE_SLOT, false);
    second = undisturbed.learn("second", write(undisturbed, "second"), ONE_SLOT, false);
    assertThat(second.log().orElseThrow().consolidation()).isPresent();
    disturbed = lake("disturbed");
  }

  private static LearntLake lake(String name) throws IOException {
    return new LearntLake(cluster(), folder.resolve(name));
  }

  // Files enough for both executors, so that features are computed where the table is read.
  private static String write(LearntLake lake, String task) {
    String uri = lake.root.resolve("tasks").resolve(task).toUri().toString();
    lake.table(LearntLake.rows(task, 2, 24)).repartition(8).write().parquet(uri);
    return uri;
  }

  @Test
  @Order(1)
  void anExecutorKilledWhileItComputesFeaturesChangesNoWeight() throws Exception {
    String uri = write(disturbed, "first");
    LearnOutcome learnt =
        ExecutorKill.during(
            cluster(), "features of", () -> disturbed.learn("first", uri, ONE_SLOT, false));
    assertThat(LearntLake.weights(learnt)).isEqualTo(LearntLake.weights(first));
  }

  /** Where each training ran and what it did. */
  private static final class Places implements LearningListener, TrainingListener {
    private final List<String> places = new ArrayList<>();
    private final List<Long> steps = new ArrayList<>();

    @Override
    public TrainingListener training(String task, String what) {
      return this;
    }

    @Override
    public void onStep(Progress progress) {
      throw new AssertionError("a step in the driver: " + progress);
    }

    @Override
    public void onEnd(TrainingReport report, String where) {
      places.add(where);
      steps.add(report.steps());
    }
  }

  @Test
  @Order(2)
  void executorsWithAGpuTrainAndConsolidateToTheDriversBytesThoughOneIsKilledInEach()
      throws Exception {
    String uri = write(disturbed, "second");
    Places trained = new Places();
    LearnOutcome learnt =
        ExecutorKill.during(
            cluster(),
            "ExecutorPlace",
            Set.of(1, 3),
            () -> disturbed.learnOnExecutor("second", uri, ONE_SLOT, trained));
    assertThat(LearntLake.weights(learnt)).isEqualTo(LearntLake.weights(second));
    assertThat(trained.places)
        .as("probe, adapter, consolidation: one profile, one executor until that is killed")
        .hasSize(3)
        .allMatch(where -> where.matches("executor \\d+, GPU 7"));
    assertThat(trained.places.get(1)).isEqualTo(trained.places.get(0));
    assertThat(trained.places.get(2)).isNotEqualTo(trained.places.get(0));
    assertThat(trained.steps).allMatch(steps -> steps > 0);
  }

  /** Says which executor it ran on and how many models that JVM has loaded. */
  static final class CountLoads implements MapPartitionsFunction<Row, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<String> call(Iterator<Row> rows) throws InterruptedException {
      rows.forEachRemaining(row -> {});
      Thread.sleep(200); // long enough for the other executor to take its share
      return List.of(SparkEnv.get().executorId() + ":" + ServedModels.loads()).iterator();
    }
  }

  private static Map<String, Long> loads(Dataset<Row> table) {
    return table.mapPartitions(new CountLoads(), Encoders.STRING()).collectAsList().stream()
        .map(line -> line.split(":"))
        .collect(Collectors.toMap(line -> line[0], line -> Long.valueOf(line[1]), Math::max));
  }

  @Test
  @Order(3)
  void aModelIsLoadedOnceAJvmByTwoStagesOfManyPartitionsAndAllTasks() throws IOException {
    Path exported = folder.resolve("exported");
    undisturbed.store.export(second.record(), exported.toUri());
    ContinualClassifierModel model =
        (ContinualClassifierModel) PipelineModel.load(exported.toUri().toString()).stages()[0];
    ContinualClassifierModel everyTask =
        model
            .copy(new ParamMap())
            .setAllTasks("map")
            .setModelVersionCol("allVersion")
            .setErrorCol("allError");
    Dataset<Row> table =
        cluster().range(0, 320, 1, 16).selectExpr("concat('a b ', id) AS text", "'first' AS task");
    Map<String, Long> before = loads(table);
    // The executor that was killed comes back when there is work for two.
    for (int attempt = 0; before.size() < 2 && attempt < 30; attempt++) {
      before = loads(table);
    }
    assertThat(before).hasSize(2);
    Dataset<Row> scored = everyTask.transform(model.transform(table));
    assertThat(scored.filter("size(predictions) = 2 AND prediction IS NOT NULL").count())
        .isEqualTo(320);
    Map<String, Long> after = loads(scored);
    before.replaceAll((executor, count) -> count + 1);
    assertThat(after).isEqualTo(before);
  }
}
