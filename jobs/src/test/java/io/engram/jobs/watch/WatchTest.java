package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.store.StoreException;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnSettings;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.ToyLearning.Killed;
import io.engram.jobs.watch.WatchRequest.MoreRows;
import io.engram.jobs.watch.arrivals.ArrivalChange;
import io.engram.jobs.watch.arrivals.TaskArea;
import io.engram.transformers.lake.DamagedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watch does with tasks that come, whatever learns them. */
class WatchTest {
  private static final Duration QUIET = Duration.ofMinutes(15);

  @TempDir private Path lake;
  private final ToyLearning learning = new ToyLearning();
  private final Hand clock = new Hand();
  private int sideBySide = 1;
  private Optional<String> run = Optional.empty();

  /** A clock that is turned by hand; somebody may be killed while looking at it. */
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-01-05T08:00:00Z");
    private Runnable danger = () -> {};

    @Override
    public Instant instant() {
      danger.run();
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static LearnSettings settings(int poolSize) {
    return new LearnSettings(
        Optional.empty(),
        "ada",
        new java.util.TreeMap<>(),
        poolSize,
        "leep",
        new LearnSettings.AdapterChoice("houlsby", 16, 8, 16, OptionalInt.empty()),
        new LearnSettings.Training(1, 32, 1e-3, 1e-2),
        new LearnSettings.Distillation(1, "copy", 0, false, 10, Optional.empty()),
        OptionalInt.empty(),
        "driver",
        "never",
        OptionalLong.empty(),
        new LearnSettings.FeatureCache(Optional.empty(), 10, "float32"),
        "lda");
  }

  private Watch watch(MoreRows moreRows) {
    return watch(moreRows, 2);
  }

  private Watch watch(MoreRows moreRows, int poolSize) {
    WatchRequest request =
        new WatchRequest(
            lake.toUri().toString(),
            lake.resolve("model").toString(),
            InputSpec.parquet(""),
            settings(poolSize),
            moreRows,
            QUIET,
            sideBySide,
            new GateRules(null, null, false),
            run);
    return new Watch(request, learning, clock, new Configuration());
  }

  /** As a process that is started for it. */
  private List<TaskState> look(MoreRows moreRows) {
    return look(watch(moreRows));
  }

  private List<TaskState> look(Watch watch) {
    tell(watch);
    return watch.look(Progress.SILENT);
  }

  private void tell(Watch watch) {
    TaskArea area = new TaskArea(new org.apache.hadoop.fs.Path(lake.toUri()), new Configuration());
    try {
      watch.arrived(ArrivalChange.all(area.list()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<TaskState> look() {
    return look(MoreRows.REFUSE);
  }

  private void write(String path, String text) throws IOException {
    Path file = lake.resolve("tasks").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Map<String, TaskState> states() throws IOException {
    return new TaskStates(new org.apache.hadoop.fs.Path(lake.toUri()), new Configuration()).all();
  }

  private Phase phase(String task) throws IOException {
    return states().get(task).phase();
  }

  @Test
  void tasksAreLearntInTheOrderInWhichTheyWereFirstSeen() throws IOException {
    write("z/part-0.csv", "a\n");
    look();
    clock.now = clock.now.plusSeconds(1);
    write("b/part-0.csv", "a\n");
    write("b/_SUCCESS", "");
    look();
    assertThat(learning.published).as("z is still arriving").containsExactly("b");
    write("a/part-0.csv", "a\n");
    write("a/_SUCCESS", "");
    write("z/_SUCCESS", "");
    assertThat(look()).extracting(TaskState::task).containsExactly("z", "a");
    assertThat(learning.published).containsExactly("b", "z", "a");
    assertThat(states().values()).extracting(TaskState::phase).containsOnly(Phase.PUBLISHED);
    assertThat(states().get("z").version()).hasValue(2);
    assertThat(states().get("z").accuracy()).hasValue(0.75);
    assertThat(look()).isEmpty();
  }

  @Test
  void aTaskWithoutADeclarationIsLearntAfterTheQuietPeriod() throws IOException {
    write("a/part-0.csv", "a\n");
    assertThat(look()).isEmpty();
    clock.now = clock.now.plus(QUIET);
    assertThat(look()).extracting(TaskState::phase).containsExactly(Phase.PUBLISHED);
  }

  @Test
  void aRefusedTaskIsMovedAsideSaysWhyAndBlocksNobody() throws IOException {
    write("a/part-0.csv", "null\n");
    write("a/_SUCCESS", "");
    write("b/part-0.csv", "fine\n");
    write("b/_SUCCESS", "");
    write("not a task!/part-0.csv", "fine\n");
    write("not a task!/_SUCCESS", "");
    write("at 10:00/day=1:2/part-0.csv", "fine\n");
    write("at 10:00/_SUCCESS", "");
    look();
    assertThat(learning.published).containsExactly("b");
    assertThat(phase("at 10:00")).isEqualTo(Phase.REFUSED);
    assertThat(lake.resolve("refused/at 10:00/day=1:2/part-0.csv")).exists();
    assertThat(states().get("a").reason().orElseThrow()).contains("column text").contains("nulls");
    assertThat(states().get("not a task!").reason().orElseThrow()).contains("not a task!");
    assertThat(lake.resolve("refused/a/part-0.csv")).exists();
    assertThat(lake.resolve("tasks/a")).doesNotExist();

    write("a/part-0.csv", "better\n");
    write("a/_SUCCESS", "");
    look();
    assertThat(learning.published).containsExactly("b", "a");
    assertThat(states().get("a").reason()).isEmpty();
  }

  @Test
  void aRefusedTaskThatIsBroughtAgainAtOnceAsItWasIsReadAgain() throws IOException {
    write("a/part-0.csv", "null\n");
    write("a/_SUCCESS", "");
    look();
    Files.move(lake.resolve("refused/a"), lake.resolve("tasks/a"));

    look();

    assertThat(learning.requests).hasSize(2);
    assertThat(lake.resolve("refused/a/part-0.csv")).exists();
  }

  @Test
  void whatNoTaskCanBeLearntWithEndsTheLookAndAllThatWaitStayWhereTheyAre() throws IOException {
    for (String task : List.of("a", "b", "c")) {
      write(task + "/part-0.csv", task + "\n");
      write(task + "/_SUCCESS", "");
    }
    for (IOException fault :
        List.of(
            new StoreException("record 7 is gone"),
            new DamagedFileException("model.safetensors", "4 bytes", "3 bytes"),
            new IOException("No space left on device"))) {
      learning.danger =
          () -> {
            throw new UncheckedIOException(fault);
          };

      assertThatThrownBy(this::look).hasRootCause(fault);

      for (String task : List.of("a", "b", "c")) {
        assertThat(phase(task)).as("%s after %s", task, fault).isEqualTo(Phase.WAITING);
        assertThat(lake.resolve("tasks/" + task + "/part-0.csv")).exists();
        assertThat(states().get(task).failures()).isZero();
      }
    }
    learning.danger = () -> {};
    assertThat(look()).extracting(TaskState::task).containsExactly("a", "b", "c");
    assertThat(learning.published).containsExactly("a", "b", "c");
  }

  @Test
  void aFileThatCannotBeFoundIsTriedThreeTimesAndTheTaskStaysWhereItIs() throws IOException {
    write("a/part-0.csv", "a\n");
    write("a/_SUCCESS", "");
    learning.danger =
        () -> {
          throw new UncheckedIOException(new java.io.FileNotFoundException("part-0.csv"));
        };
    for (int tries = 1; tries < 3; tries++) {
      look();
      assertThat(phase("a")).isEqualTo(Phase.WAITING);
    }
    look();
    assertThat(phase("a")).isEqualTo(Phase.REFUSED);
    assertThat(states().get("a").reason().orElseThrow())
        .startsWith("failed 3 times: no such file: part-0.csv")
        .contains("tried again when its files change");
    assertThat(lake.resolve("tasks/a/part-0.csv")).exists();
  }

  @Test
  void aTryOfARunThatGoesOnAfterAKilledOneTellsWhatThatOneSettled() throws IOException {
    write("a/part-0.csv", "null\n");
    write("a/_SUCCESS", "");
    write("b/part-0.csv", "fine\n");
    write("b/_SUCCESS", "");
    run = Optional.of("scheduled-7");
    learning.danger =
        () -> {
          if (learning.published.contains("b")) {
            throw new Killed();
          }
        };
    assertThatThrownBy(this::look).isInstanceOf(Killed.class);
    learning.danger = () -> {};

    assertThat(look())
        .extracting(TaskState::task, TaskState::phase)
        .containsExactly(tuple("a", Phase.REFUSED), tuple("b", Phase.PUBLISHED));
    run = Optional.of("scheduled-8");
    assertThat(look()).isEmpty();
  }

  @Test
  void aManifestThatContradictsItsRowsIsRefused() throws IOException {
    write("a/part-0.csv", "one\ntwo\n");
    write("a/_task.json", "{\"rows\": 3}");
    write("b/part-0.csv", "one\ntwo\n");
    write("b/_task.json", "{\"rows\": 2, \"label-col\": \"lang\"}");
    look();
    assertThat(states().get("a").reason().orElseThrow())
        .isEqualTo("task a: its manifest _task.json says 3 rows, its 1 files hold 2");
    assertThat(phase("b")).isEqualTo(Phase.PUBLISHED);
    assertThat(learning.requests.get(0).input().labelCol()).isEqualTo("lang");
  }

  @Test
  void rowsThatComeLaterAreRefusedAndTheVersionStays() throws IOException {
    write("a/part-0.csv", "one\n");
    write("a/_SUCCESS", "");
    look();
    write("a/part-1.csv", "two\n");
    look();
    assertThat(learning.published).containsExactly("a");
    assertThat(phase("a")).isEqualTo(Phase.PUBLISHED);
    assertThat(states().get("a").version()).hasValue(1);
    assertThat(states().get("a").reason().orElseThrow()).contains("later were not taken");
    assertThat(look()).as("said once").isEmpty();
    assertThat(lake.resolve("tasks/a/part-1.csv")).exists();
  }

  @Test
  void rowsThatComeLaterReplaceATaskAndTheSameRowsInOtherFilesDoNot() throws IOException {
    write("a/part-0.csv", "one\n");
    write("a/_SUCCESS", "");
    look(MoreRows.REPLACE);
    write("a/part-1.csv", "two\n");
    look(MoreRows.REPLACE);
    assertThat(learning.published).containsExactly("a", "a");
    Files.delete(lake.resolve("tasks/a/part-1.csv"));
    write("a/part-0.csv", "one\ntwo\n");
    look(MoreRows.REPLACE);
    assertThat(learning.published).containsExactly("a", "a");
    assertThat(phase("a")).isEqualTo(Phase.PUBLISHED);
  }

  @Test
  void whatArrivesWhileOthersAreLearntIsNoticedAtOnceAndNothingOfItIsLost() throws IOException {
    write("a/part-0.csv", "one\n");
    write("a/_SUCCESS", "");
    Watch watch = watch(MoreRows.REPLACE);
    learning.danger =
        () -> {
          learning.danger = () -> {};
          try {
            write("a/part-1.csv", "two\n");
            write("b/part-0.csv", "another\n");
            tell(watch);
            assertThat(phase("b")).isEqualTo(Phase.ARRIVING);
            assertThat(phase("a")).isEqualTo(Phase.LEARNING);
            Files.delete(lake.resolve("tasks/a/part-1.csv"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    assertThat(look(watch)).extracting(TaskState::task).containsExactly("a");
    assertThat(phase("a")).isEqualTo(Phase.PUBLISHED);
    write("a/part-1.csv", "two\n");
    assertThat(look(watch)).as("of a later look").extracting(TaskState::task).containsExactly("a");
    assertThat(learning.published).containsExactly("a", "a");
  }

  @Test
  void aFaultIsTriedThreeTimesAndBlocksNobody() throws IOException {
    write("a/part-0.csv", "one\n");
    write("a/_SUCCESS", "");
    learning.danger =
        () -> {
          throw new IllegalStateException("a fault of ours");
        };
    look();
    assertThat(phase("a")).isEqualTo(Phase.WAITING);
    look();
    look();
    assertThat(phase("a")).isEqualTo(Phase.REFUSED);
    assertThat(states().get("a").reason().orElseThrow()).contains("3 times", "a fault of ours");
    learning.danger = () -> {};
    assertThat(look()).isEmpty();
    assertThat(lake.resolve("tasks/a/part-0.csv")).as("it was not the data").exists();
  }

  @Test
  void settingsThatNoTaskCanBeLearntWithEndTheWatch() throws IOException {
    assertThatThrownBy(() -> watch(MoreRows.REFUSE, 0))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--pool-size");
    write("a/part-0.csv", "one\n");
    write("a/_SUCCESS", "");
    learning.danger =
        () -> {
          throw JobException.usage("the model has another backbone");
        };
    assertThatThrownBy(this::look).hasMessageContaining("another backbone");
    assertThat(phase("a")).isEqualTo(Phase.WAITING);
  }

  @Test
  void aStateThatIsNoJsonIsNamedWithWhatToDo() throws IOException {
    Files.createDirectories(lake.resolve("watch/tasks"));
    Files.writeString(lake.resolve("watch/tasks/a.json"), "{\"task\":");
    assertThatThrownBy(this::look)
        .isInstanceOf(JobException.class)
        .hasMessageContaining("a.json")
        .hasMessageContaining("delete the file");
  }

  @Test
  void waitingTasksAreMadeReadySideBySideAndLearntInOrderAndOneThatIsRefusedBlocksNobody()
      throws IOException {
    sideBySide = 3;
    for (String task : List.of("a", "b", "c", "d")) {
      write(task + "/part-0.csv", task + "\n");
      write(task + "/_SUCCESS", "");
    }
    CountDownLatch threeAtOnce = new CountDownLatch(3);
    learning.preparing =
        request -> {
          threeAtOnce.countDown();
          await(threeAtOnce);
          if (request.task().equals("b")) {
            throw JobException.refused("b is no good");
          }
        };
    assertThat(look()).extracting(TaskState::task).containsExactly("a", "b", "c", "d");
    assertThat(learning.published).containsExactly("a", "c", "d");
    assertThat(states().get("b").reason()).hasValue("b is no good");
    assertThat(lake.resolve("refused/b/part-0.csv")).exists();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).as("three prepare at once").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void clocksOfWritersThatGoWrongChangeNothing() throws IOException {
    write("slow/part-0.csv", "a\n");
    write("fast/part-0.csv", "a\n");
    setTime("slow/part-0.csv", clock.now.minus(Duration.ofDays(400)));
    setTime("fast/part-0.csv", clock.now.plus(Duration.ofDays(400)));
    assertThat(look()).as("neither was seen for the quiet period").isEmpty();
    clock.now = clock.now.plus(QUIET);
    assertThat(look()).extracting(TaskState::task).containsExactly("fast", "slow");
  }

  private void setTime(String path, Instant time) throws IOException {
    Files.setLastModifiedTime(lake.resolve("tasks").resolve(path), FileTime.from(time));
  }

  @Test
  void fiveHundredTasksThatWaitAtOnceAreLearntInOneLook() throws IOException {
    sideBySide = 4;
    for (int i = 0; i < 500; i++) {
      write("task-%03d/part-0.csv".formatted(i), "row " + i + "\n");
      write("task-%03d/_SUCCESS".formatted(i), "");
    }
    assertThat(look()).hasSize(500);
    assertThat(learning.published).hasSize(500).isSorted();
    assertThat(states().values()).extracting(TaskState::phase).containsOnly(Phase.PUBLISHED);
  }

  @Test
  void aHundredArrivalsAndTwentyKillsGiveAHundredVersions() throws IOException {
    Random random = new Random(4);
    List<String> arrived = new ArrayList<>();
    int kills = 0;
    int[] untilDeath = {0};
    Runnable danger =
        () -> {
          if (--untilDeath[0] == 0) {
            throw new Killed();
          }
        };
    learning.danger = danger;
    clock.danger = danger;
    while (arrived.size() < 100 || kills < 20 || learning.published.size() < 100) {
      for (int i = random.nextInt(9); i > 0 && arrived.size() < 100; i--) {
        String task = "task-" + random.nextInt(1_000_000);
        write(task + "/part-0.csv", task + "\n");
        write(task + "/_SUCCESS", "");
        arrived.add(task);
      }
      untilDeath[0] = kills < 20 ? 1 + random.nextInt(2 * arrived.size() + 2) : -1;
      clock.now = clock.now.plusSeconds(1);
      try {
        look();
      } catch (Killed e) {
        kills++;
      }
    }
    untilDeath[0] = -1;
    look();
    assertThat(kills).isEqualTo(20);
    assertThat(learning.published).containsExactlyInAnyOrderElementsOf(arrived);
    assertThat(states().values()).extracting(TaskState::phase).containsOnly(Phase.PUBLISHED);
  }
}
