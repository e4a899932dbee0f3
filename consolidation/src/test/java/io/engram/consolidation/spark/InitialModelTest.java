package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.task.DataRefusedException;
import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.spark.SparkTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator goes on from a version that was published. */
class InitialModelTest extends SparkTest {
  @TempDir static Path folder;
  private static LearntLake lake;

  @BeforeAll
  static void publishOneTask() throws IOException {
    lake = new LearntLake(spark(), folder);
    String published = folder.resolve("tasks/first").toUri().toString();
    task("first", 24).write().parquet(published);
    lake.learn("first", published, LearntLake.choice("ada", 1), false);
  }

  private static Dataset<Row> task(String task, int rowsPerClass) {
    return lake.table(LearntLake.rows(task, 2, rowsPerClass))
        .withColumn("task", functions.lit(task));
  }

  private static ContinualClassifier goingOn() {
    return new ContinualClassifier()
        .setInitialModel(folder.toUri() + "#1")
        .setSplitCol("split")
        .setKeyCols("key")
        .setPoolSize(2)
        .setReduction(4)
        .setEpochs(2);
  }

  private static ContinualClassifierModel published() throws IOException {
    return PublishedModel.load(lake.store, lake.store.version(1), spark()).model();
  }

  private static List<Row> answers(ContinualClassifierModel model, Dataset<Row> table) {
    return model
        .transform(table)
        .select("key", "prediction", "probability")
        .orderBy("key")
        .collectAsList();
  }

  @Test
  void oneMoreTaskIsLearntAndTheOldOneAnswersAsItDid() throws IOException {
    ContinualClassifierModel further = goingOn().fit(task("second", 16));
    assertThat(further.tasks()).containsExactly("first", "second");
    assertThat(answers(further, task("first", 24)))
        .isEqualTo(answers(published(), task("first", 24)));
    assertThat(lake.store.latest().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void noCleanUpTakesWhatIsLearntWhileItIsLearnt() throws Exception {
    Set<String> needed = ConcurrentHashMap.newKeySet();
    AtomicBoolean learning = new AtomicBoolean(true);
    Thread watching =
        new Thread(
            () -> {
              while (learning.get()) {
                needed.addAll(leases());
                LockSupport.parkNanos(2_000_000);
              }
            });
    watching.start();
    try {
      goingOn().fit(task("second", 16));
    } finally {
      learning.set(false);
      watching.join();
    }
    assertThat(needed).anyMatch(lease -> lease.contains("\"fit\"") && lease.contains("[1]"));
    assertThat(leases()).isEmpty();
  }

  /** What the leases that are there say; one that goes meanwhile says nothing. */
  private static List<String> leases() {
    List<String> found = new ArrayList<>();
    File[] files =
        folder.resolve("leases").toFile().listFiles((dir, name) -> name.charAt(0) != '.');
    for (File file : files == null ? new File[0] : files) {
      try {
        found.add(Files.readString(file.toPath()));
      } catch (IOException gone) {
        continue;
      }
    }
    return found;
  }

  @Test
  void aTaskLearntFromTheSameRowsStaysAsItIsWhetherOthersAreReplacedOrNot() throws IOException {
    for (boolean replace : new boolean[] {false, true}) {
      ContinualClassifierModel same = goingOn().setReplace(replace).fit(task("first", 24));
      assertThat(answers(same, task("first", 24)))
          .as("replace " + replace)
          .isEqualTo(answers(published(), task("first", 24)));
    }
  }

  @Test
  void aTaskLearntFromOtherRowsIsRefusedUnlessItReplaces() {
    Dataset<Row> other = task("first", 16);
    assertThatThrownBy(() -> goingOn().fit(other))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("task first")
        .hasMessageContaining("other data")
        .hasMessageContaining("setReplace");
    assertThat(goingOn().setReplace(true).fit(other).tasks()).containsExactly("first");
  }

  @Test
  void anotherBackboneIsRefused() {
    assertThatThrownBy(() -> goingOn().setBackbone("minilm").fit(task("second", 16)))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("'tiny'");
  }
}
