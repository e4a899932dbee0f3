package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.Runs;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program, looking for tasks that come, good ones and bad ones, killed by {@code kill -9} at
 * any moment and started again: five arrivals and one kill, with {@code -Dengram.soak=1} a hundred
 * and twenty.
 */
class KilledWatchTest extends SparkTest {
  private static final boolean SOAK = System.getProperty("engram.soak") != null;
  private static final int ARRIVALS = SOAK ? 100 : 5;
  private static final int KILLS = SOAK ? 20 : 1;

  @TempDir private Path folder;
  private final List<String> good = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private WatchedLake lake;

  @Test
  void everyGoodTaskIsOneVersionAndEveryBadOneMovedOnceHoweverOftenTheProgramIsKilled()
      throws Exception {
    lake = WatchedLake.create(spark(), folder);
    Random random = new Random(System.nanoTime());
    for (int kill = 0; kill < KILLS; kill++) {
      arrive(ARRIVALS * (kill + 1) / (KILLS + 1));
      long settled = settled();
      Process program = start();
      await(program, () -> settled() >= Math.min(good.size() + bad.size(), settled + 1));
      Thread.sleep(random.nextInt(3000));
      kill(program);
    }
    arrive(ARRIVALS);
    Process program = start();
    await(
        program,
        () ->
            lake.in(Phase.PUBLISHED).size() == good.size()
                && lake.folders("refused").size() == bad.size()
                && lake.folders("tasks").size() == good.size());
    kill(program);

    ModelStore store = lake.store();
    List<VersionRecord> versions = store.versions();
    assertThat(versions)
        .extracting(version -> version.provenance().task())
        .containsExactlyInAnyOrderElementsOf(good);
    assertThat(store.verify(versions.get(versions.size() - 1))).isEmpty();
    assertThat(Runs.unfinished(store, WatchedLake.CONF)).isEmpty();
    assertThat(lake.in(Phase.REFUSED)).containsExactlyInAnyOrderElementsOf(bad);
    assertThat(lake.folders("refused")).containsExactlyInAnyOrderElementsOf(bad);
    assertThat(runsInTheLog()).as("ENGRAM_LOG=json").hasSize(KILLS + 1);
  }

  private Set<String> runsInTheLog() throws IOException {
    Set<String> runs = new TreeSet<>();
    for (String line : Files.readAllLines(log())) {
      // A kill may cut a line.
      if (line.startsWith("{") && line.endsWith("}")) {
        JsonNode run = new ObjectMapper().readTree(line).path("context").path("mdc.run");
        if (run.isTextual()) {
          runs.add(run.asText());
        }
      }
    }
    return runs;
  }

  /** Every fifth is bad, the second among them. */
  private void arrive(int upTo) throws IOException {
    for (int number = good.size() + bad.size(); number < upTo; number++) {
      String task = "task-" + number;
      boolean isGood = number % 5 != 1;
      lake.arrive(task, isGood);
      (isGood ? good : bad).add(task);
    }
  }

  private long settled() throws IOException {
    return lake.versions() + lake.folders("refused").size();
  }

  private Process start() throws IOException {
    return lake.watch(log());
  }

  private Path log() {
    return folder.resolve("log");
  }

  private static void kill(Process program) throws InterruptedException {
    program.destroyForcibly().waitFor();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Process program, Condition condition) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(SOAK ? 30 : 5));
    while (!condition.holds()) {
      if (!program.isAlive() || Instant.now().isAfter(end)) {
        kill(program);
        throw new AssertionError("it did not settle what had arrived:\n" + Files.readString(log()));
      }
      Thread.sleep(100);
    }
  }
}
