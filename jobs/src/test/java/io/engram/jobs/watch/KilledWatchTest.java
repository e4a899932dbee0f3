package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.Runs;
import io.engram.jobs.Main;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program, looking for tasks that come, killed by {@code kill -9} at any moment and started
 * again: four arrivals and one kill, with {@code -Dengram.soak=1} a hundred and twenty.
 */
class KilledWatchTest extends SparkTest {
  private static final boolean SOAK = System.getProperty("engram.soak") != null;
  private static final int ARRIVALS = SOAK ? 100 : 4;
  private static final int KILLS = SOAK ? 20 : 1;
  private static final Configuration CONF = new Configuration();

  @TempDir private Path lake;

  @Test
  void everyTaskThatArrivedIsOneVersionHoweverOftenTheProgramIsKilled() throws Exception {
    TinyLake.create(lake.resolve("model"), 5);
    Path rows = rows();
    Random random = new Random(System.nanoTime());
    int arrived = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      for (; arrived < ARRIVALS * (kill + 1) / (KILLS + 1); arrived++) {
        arrive(rows, arrived);
      }
      long before = versions();
      long enough = Math.min(arrived, before + 1);
      Process program = start();
      await(program, () -> versions() >= enough);
      Thread.sleep(random.nextInt(3000));
      kill(program);
    }
    for (; arrived < ARRIVALS; arrived++) {
      arrive(rows, arrived);
    }
    Process program = start();
    await(program, () -> versions() == ARRIVALS && published() == ARRIVALS);
    kill(program);

    ModelStore store = store();
    List<VersionRecord> versions = store.versions();
    assertThat(versions)
        .extracting(version -> version.provenance().task())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, ARRIVALS).mapToObj(KilledWatchTest::task).toList());
    assertThat(store.verify(versions.get(ARRIVALS - 1))).isEmpty();
    assertThat(Runs.unfinished(store, CONF)).isEmpty();
  }

  private static String task(int number) {
    return "task-" + number;
  }

  private Path rows() throws IOException {
    StructType schema = new StructType().add("key", "string").add("text", "string");
    Path folder = lake.resolve("rows");
    spark()
        .createDataFrame(
            IntStream.range(0, 24)
                .mapToObj(
                    i -> RowFactory.create("k" + i, "x y z ".substring(i % 5) + i, "" + i % 2))
                .toList(),
            schema.add("label", "string"))
        .coalesce(1)
        .write()
        .parquet(folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private void arrive(Path rows, int number) throws IOException {
    Path folder = Files.createDirectories(lake.resolve("tasks").resolve(task(number)));
    Files.copy(rows, folder.resolve("part-0.parquet"));
    Files.createFile(folder.resolve("_SUCCESS"));
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dengram.cache=" + System.getProperty("engram.cache"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("watch", "--lake", lake.toString(), "--interval", "0s"));
    command.addAll(List.of("--model", lake.resolve("model").toString(), "--backbone", "tiny"));
    command.addAll(List.of("--key-cols", "key", "--epochs", "1", "--max-length", "16"));
    command.addAll(List.of("--pool-size", "2", "--side-by-side", "2", "--master", "local[2]"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return lake.resolve("log");
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
        throw new AssertionError("it did not learn what had arrived:\n" + Files.readString(log()));
      }
      Thread.sleep(100);
    }
  }

  private ModelStore store() throws IOException {
    return ModelStore.open(lake.resolve("model").toUri(), CONF);
  }

  private long versions() throws IOException {
    return Files.exists(lake.resolve("model/log")) ? store().versions().size() : 0;
  }

  private long published() throws IOException {
    return new TaskStates(new org.apache.hadoop.fs.Path(lake.toUri()), CONF)
        .all().values().stream().filter(state -> state.phase() == Phase.PUBLISHED).count();
  }
}
