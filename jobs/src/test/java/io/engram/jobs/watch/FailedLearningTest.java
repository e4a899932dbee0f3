package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.engram.consolidation.store.StoreException;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.WatchRequest.MoreRows;
import io.engram.transformers.lake.DamagedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning that fails by another fault than the table's. */
class FailedLearningTest extends ToyWatch {
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
      assertThat(reason("a")).contains(fault.getMessage().substring(0, 5));
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
      clock.now = clock.now.plus(Duration.ofMinutes(10));
    }
    look();
    assertThat(phase("a")).isEqualTo(Phase.REFUSED);
    assertThat(reason("a"))
        .startsWith("failed 3 times: no such file: part-0.csv")
        .contains("tried again when its files change");
    assertThat(lake.resolve("tasks/a/part-0.csv")).exists();
  }

  @Test
  void aFaultIsTriedThreeTimesAndBlocksNobody() throws IOException {
    write("a/part-0.csv", "one\n");
    write("a/_SUCCESS", "");
    learning.danger =
        () -> {
          throw new IllegalStateException("a fault of ours");
        };
    for (int tries = 1; tries < 3; tries++) {
      look();
      assertThat(phase("a")).isEqualTo(Phase.WAITING);
      clock.now = clock.now.plus(Duration.ofMinutes(10));
    }
    look();
    assertThat(phase("a")).isEqualTo(Phase.REFUSED);
    assertThat(reason("a")).contains("3 times", "a fault of ours");
    learning.danger = () -> {};
    assertThat(look()).isEmpty();
    assertThat(lake.resolve("tasks/a/part-0.csv")).as("it was not the data").exists();
  }

  @Test
  void afterAFaultLooksPassOverTheTaskForAMinuteAndThenForTen() throws IOException {
    arrive("a", "one");
    learning.danger =
        () -> {
          throw new IllegalStateException("the store does not answer");
        };
    for (Duration pause : List.of(Duration.ofMinutes(1), Duration.ofMinutes(10))) {
      int before = learning.requests.size();
      look();
      assertThat(learning.requests).hasSize(before + 1);
      assertThat(states().get("a").notBefore()).hasValue(clock.now.plus(pause));
      clock.now = clock.now.plus(pause).minusSeconds(1);
      Watch watch = watch(MoreRows.REFUSE);
      tell(watch);
      assertThat(watch.look(Progress.SILENT, settled -> {}))
          .extracting(TaskState::task, TaskState::phase)
          .containsExactly(tuple("a", Phase.WAITING));
      assertThat(learning.requests).as("not yet").hasSize(before + 1);
      clock.now = clock.now.plusSeconds(1);
    }
    learning.danger = () -> {};
    look();
    assertThat(learning.published).containsExactly("a");
    assertThat(states().get("a").notBefore()).isEmpty();
  }

  @Test
  void aPausedTaskWhoseFilesChangeIsTakenUpAtOnceAndOthersDoNotWaitForIt() throws IOException {
    arrive("a", "one");
    learning.danger =
        () -> {
          throw new IllegalStateException("a fault of ours");
        };
    look();
    learning.danger = () -> {};
    arrive("b", "two");
    look();
    assertThat(learning.published).containsExactly("b");
    write("a/part-1.csv", "more\n");
    look();
    assertThat(learning.published).containsExactly("b", "a");
  }

  @Test
  void whoLostARaceIsTriedAgainInTheNextLook() throws IOException {
    arrive("a", "one");
    learning.danger =
        () -> {
          learning.danger = () -> {};
          throw new JobException(ExitCode.CONFLICT, "somebody else published");
        };
    look();
    assertThat(phase("a")).isEqualTo(Phase.WAITING);
    look();
    assertThat(learning.published).containsExactly("a");
  }

  @Test
  void aStateOfAnOlderProgramHasNoPause() throws IOException {
    Files.createDirectories(lake.resolve("watch/tasks"));
    Files.writeString(
        lake.resolve("watch/tasks/a.json"),
        """
        {"task": "a", "state": "waiting", "firstSeen": "2026-01-05T08:00:00Z",
         "changed": "2026-01-05T08:00:00Z", "files": 1, "bytes": 4, "contents": "x", "failures": 1}
        """);
    assertThat(states().get("a").notBefore()).isEmpty();
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

  @ParameterizedTest
  @ValueSource(strings = {"{\"task\":", "", "[]", "{\"task\": \"a\", \"state\": \"lost\"}"})
  void aStateThatCannotBeReadIsNamedWithWhatToDo(String content) throws IOException {
    Files.createDirectories(lake.resolve("watch/tasks"));
    Files.writeString(lake.resolve("watch/tasks/a.json"), content);
    assertThatThrownBy(this::look)
        .isInstanceOf(JobException.class)
        .hasMessageContaining("a.json")
        .hasMessageContaining("delete the file");
  }
}
