package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.spark.LearnOutcome.Kind;
import io.engram.consolidation.spark.LearnerProcess.Step;
import io.engram.consolidation.spark.LearnerProcess.Steps;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Soak;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.Runs;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scheduler that starts the same batch twice at the same moment: two processes, one model. */
class LearnInTwoProcessesTest extends SparkTest {
  private static final int ROUNDS = Soak.count(2, 50);
  private static final int MOST_SECONDS_A_ROUND = 120;
  private static final List<String> NAMES = List.of("left", "right");

  @TempDir Path temporary;

  /** Where the two wait for each other: before they begin, or when both have trained. */
  private enum Meeting {
    BEGINNING,
    PUBLISHING
  }

  /** What one of the processes said of one round. */
  private record Said(int round, Kind kind, long number, String id, long steps) {
    static Said of(String line) {
      String[] parts = line.split(" ");
      return new Said(
          Integer.parseInt(parts[1]),
          Kind.valueOf(parts[2]),
          Long.parseLong(parts[3]),
          parts[4],
          Long.parseLong(parts[5]));
    }
  }

  @Test
  void theSameBatchTwiceAtOnceIsOneVersionAndBothProcessesReportIt() throws Exception {
    Path table = temporary.resolve("table");
    spark()
        .createDataFrame(LearntLake.rows("same", 2, 18), LearntLake.SCHEMA)
        .coalesce(1)
        .write()
        .parquet(table.toString());
    for (int round = 0; round < ROUNDS; round++) {
      TinyLake.create(lake(temporary, round), 5);
    }
    List<List<Said>> said = runBoth();
    for (int round = 0; round < ROUNDS; round++) {
      ModelStore store = ModelStore.open(lake(temporary, round).toUri(), new Configuration());
      assertThat(store.versions()).extracting(VersionRecord::number).containsExactly(1L);
      VersionRecord version = store.version(1);
      List<Said> both = List.of(said.get(0).get(round), said.get(1).get(round));
      assertThat(both)
          .extracting(Said::kind)
          .as("round %d", round)
          .containsExactlyInAnyOrder(Kind.LEARNT, Kind.UNCHANGED);
      assertThat(both).extracting(Said::id).containsOnly(version.id());
      assertThat(both).extracting(Said::number).containsOnly(1L);
      assertThat(both)
          .filteredOn(one -> one.kind() == Kind.LEARNT)
          .allMatch(one -> one.steps() > 0);
      assertThat(store.verifyAll().findings()).isEmpty();
      assertThat(Runs.unfinished(store, new Configuration())).isEmpty();
    }
    System.out.printf(
        "the same batch twice at once in two processes: %d of %d one version each%n",
        ROUNDS, ROUNDS);
  }

  private static Path lake(Path folder, int round) {
    return folder.resolve("lake-" + round);
  }

  private List<List<Said>> runBoth() throws Exception {
    List<Process> processes = new ArrayList<>();
    List<List<Said>> said = new ArrayList<>();
    try {
      for (String name : NAMES) {
        processes.add(
            new ProcessBuilder(
                    LearnerProcess.command(
                        Learner.class, temporary.toString(), name, Integer.toString(ROUNDS)))
                .redirectError(log(name).toFile())
                .redirectOutput(temporary.resolve(name + ".out").toFile())
                .start());
      }
      for (int i = 0; i < NAMES.size(); i++) {
        Process process = processes.get(i);
        boolean ended = process.waitFor((1L + ROUNDS) * MOST_SECONDS_A_ROUND, TimeUnit.SECONDS);
        assertThat(ended).as("%s ends", NAMES.get(i)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", NAMES.get(i), logs()).isZero();
        said.add(
            Files.readAllLines(temporary.resolve(NAMES.get(i) + ".out")).stream()
                .filter(line -> line.startsWith("LEARNT "))
                .map(Said::of)
                .toList());
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    return said;
  }

  private String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (String name : NAMES) {
      logs.append(Files.readString(log(name)));
    }
    return logs.toString();
  }

  private Path log(String name) {
    return temporary.resolve(name + ".log");
  }

  /** One of the processes: learns the same as the other in one lake after the other. */
  static final class Learner extends SparkTest {
    private final Path folder;
    private final String name;

    private Learner(Path folder, String name) {
      this.folder = folder;
      this.name = name;
    }

    public static void main(String[] args) throws Exception {
      Learner learner = new Learner(Path.of(args[0]), args[1]);
      spark();
      for (int round = 0; round < Integer.parseInt(args[2]); round++) {
        System.out.println(learner.learn(round, Meeting.values()[round % 2]));
      }
    }

    private String learn(int round, Meeting meeting) throws IOException {
      TreeSet<String> met = new TreeSet<>();
      long[] steps = new long[1];
      Steps listener =
          new Steps() {
            @Override
            public void step(Step step) {
              steps[0]++;
            }

            @Override
            public void stage(String task, String stage) {
              if (meeting == Meeting.PUBLISHING && stage.equals("publishing") && met.add(stage)) {
                meet(round);
              }
            }
          };
      if (meeting == Meeting.BEGINNING) {
        meet(round);
      }
      LearnOutcome outcome =
          LearnerProcess.learn(
              spark(),
              lake(folder, round).toUri(),
              "same",
              folder.resolve("table").toString(),
              listener);
      VersionRecord record = outcome.record();
      return String.join(
          " ",
          "LEARNT",
          Integer.toString(round),
          outcome.kind().name(),
          Long.toString(record.number()),
          record.id(),
          Long.toString(steps[0]));
    }

    /** Says that it is here and waits for the other. */
    private void meet(int round) {
      long begun = System.nanoTime();
      try {
        Files.createFile(folder.resolve("met-" + round + "-" + name));
        for (String other : NAMES) {
          while (!Files.exists(folder.resolve("met-" + round + "-" + other))) {
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(MOST_SECONDS_A_ROUND)) {
              throw new IllegalStateException("the other never came to round " + round);
            }
            Thread.sleep(1);
          }
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
