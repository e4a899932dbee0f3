package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.spark.LearnerProcess.Step;
import io.engram.consolidation.spark.LearnerProcess.Steps;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.Runs;
import io.engram.consolidation.store.serving.ModelFolder;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A learning killed by {@code kill -9}, once while it trains and once while it consolidates: with
 * {@code -Dengram.soak=1} twenty-five times each.
 */
class KilledLearningTest extends SparkTest {
  private static final int ROUNDS = System.getProperty("engram.soak") == null ? 1 : 25;
  private static final Configuration CONF = new Configuration();

  /** 26 training rows in batches of four, eight times; 20 of the reservoir besides. */
  private static final Map<String, Integer> STEPS = Map.of("adapter", 56, "consolidation", 96);

  @TempDir Path temporary;

  private String table(String task) {
    return temporary.resolve("tasks").resolve(task).toString();
  }

  /** Documents of all versions: they name every object by hash. */
  private static List<String> documents(URI root) throws IOException {
    ModelStore store = ModelStore.open(root, CONF);
    List<String> documents = new ArrayList<>();
    for (VersionRecord version : store.versions()) {
      assertThat(store.verify(version)).isEmpty();
      documents.add(new String(ModelFolder.document(store, version, CONF), StandardCharsets.UTF_8));
    }
    return documents;
  }

  private URI newLake(String name) {
    Path root = temporary.resolve(name);
    TinyLake.create(root, 5);
    return root.toUri();
  }

  @Test
  void endsWithTheBytesOfOneThatWasNotAndDoesLittleTwice() throws Exception {
    URI undisturbed = newLake("undisturbed");
    for (String task : List.of("first", "second")) {
      spark()
          .createDataFrame(LearntLake.rows(task, 2, 18), LearntLake.SCHEMA)
          .coalesce(1)
          .write()
          .parquet(table(task));
      LearnerProcess.learn(spark(), undisturbed, task, table(task), LearningListener.NONE);
    }
    Random random = new Random(System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      URI root = newLake("killed-" + round);
      Step learning = anyStep("first", "adapter", random);
      Step consolidating = anyStep("second", "consolidation", random);
      killTwice(root, learning, consolidating, random);
      assertThat(documents(root))
          .as("killed after %s and %s", learning, consolidating)
          .isEqualTo(documents(undisturbed));
      assertThat(Runs.unfinished(ModelStore.open(root, CONF), CONF)).isEmpty();
    }
  }

  private static Step anyStep(String task, String what, Random random) {
    int steps = STEPS.get(what) - LearnerProcess.AHEAD;
    return new Step(task, what, 1 + random.nextInt(steps));
  }

  private void killTwice(URI root, Step learning, Step consolidating, Random random)
      throws Exception {
    List<String> both = List.of("first", table("first"), "second", table("second"));
    Path log = temporary.resolve("log");
    List<Step> before = LearnerProcess.runUntil(learning, random.nextInt(20), log, root, both);
    assertThat(before).as(Files.readString(log)).contains(learning);
    assertThat(before).extracting(Step::task).containsOnly("first");
    List<Runs.Unfinished> runs = Runs.unfinished(ModelStore.open(root, CONF), CONF);
    assertThat(runs).extracting(run -> run.request().task()).containsExactly("first");

    List<Step> after = LearnerProcess.runUntil(consolidating, random.nextInt(20), log, root, both);
    assertThat(after).as(Files.readString(log)).contains(consolidating);
    assertGoesOn("adapter", "first", before, after);
    assertThat(after)
        .as("the probe of the first was finished")
        .doesNotContain(new Step("first", "probe", 1));

    List<Step> last = new ArrayList<>();
    Steps listener = last::add;
    for (String task : List.of("first", "second")) {
      LearnerProcess.learn(spark(), root, task, table(task), listener);
    }
    assertThat(last).extracting(Step::what).containsOnly("consolidation");
    assertGoesOn("consolidation", "second", after, last);
  }

  /**
   * No step is left out, and those since the last checkpoint are done twice at most: less than the
   * twentieth of the run between two. A step is said after its checkpoint is written, so that the
   * step after the last that was said may be in a checkpoint too. Before the first checkpoint the
   * training begins anew.
   */
  private static void assertGoesOn(String what, String task, List<Step> before, List<Step> after) {
    long reached = numbers(what, task, before).stream().mapToLong(Long::longValue).max().orElse(0);
    List<Long> numbers = numbers(what, task, after);
    long steps = STEPS.get(what);
    long kept = reached - reached % LearnerProcess.interval(steps);
    assertThat(numbers.get(0))
        .as("first step of the %s after step %d of %d was taken", what, reached, steps)
        .isBetween(kept + 1, reached + 2);
    assertThat(reached + 1 - numbers.get(0)).as("steps taken twice").isLessThan(steps / 20);
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(numbers.get(0), steps).boxed().toList());
  }

  private static List<Long> numbers(String what, String task, List<Step> steps) {
    return steps.stream()
        .filter(step -> step.what().equals(what) && step.task().equals(task))
        .map(Step::number)
        .toList();
  }
}
