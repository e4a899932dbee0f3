package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.CapturedLog;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.ToyLearning.Killed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FileUtil;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that cannot be learnt as they are. */
class RefusedTasksTest extends ToyWatch {
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
    String said;
    try (CapturedLog log =
        CapturedLog.listen(PatternLayout.newBuilder().withPattern("%level %m%n").build())) {
      look();
      said = log.text();
    }
    assertThat(said)
        .contains("WARN Task a is refused: column text of ", "INFO Task a is moved to ")
        .containsOnlyOnce("holds nulls");
    assertThat(learning.published).containsExactly("b");
    assertThat(phase("at 10:00")).isEqualTo(Phase.REFUSED);
    assertThat(lake.resolve("refused/at 10:00/day=1:2/part-0.csv")).exists();
    assertThat(reason("a")).contains("column text").contains("nulls");
    assertThat(reason("not a task!")).contains("not a task!");
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
  void aManifestThatContradictsItsRowsIsRefused() throws IOException {
    write("a/part-0.csv", "one\ntwo\n");
    write("a/_task.json", "{\"rows\": 3}");
    write("b/part-0.csv", "one\ntwo\n");
    write("b/_task.json", "{\"rows\": 2, \"label-col\": \"lang\"}");
    look();
    assertThat(reason("a"))
        .isEqualTo("task a: its manifest _task.json says 3 rows, its 1 files hold 2");
    assertThat(phase("b")).isEqualTo(Phase.PUBLISHED);
    assertThat(learning.requests.get(0).input().labelCol()).isEqualTo("lang");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTaskWhoseRefusalWasKilledBeforeOrAfterItsMoveIsMovedOnceAndKeepsItsReason(int move)
      throws IOException {
    arrive("a", "null");
    arrive("b", "fine");
    AtomicInteger moves = new AtomicInteger();
    MortalFileSystem.use(
        conf,
        () -> {
          if (moves.incrementAndGet() == move) {
            throw new Killed();
          }
        });
    assertThatThrownBy(this::look).isInstanceOf(Killed.class);
    assertThat(phase("a")).isEqualTo(Phase.REFUSED);
    String reason = reason("a");
    assertThat(lake.resolve("tasks/a/part-0.csv").toFile().exists()).isEqualTo(move == 1);

    look();

    assertThat(phase("a")).isEqualTo(Phase.REFUSED);
    assertThat(reason("a")).isEqualTo(reason).contains("nulls");
    assertThat(lake.resolve("tasks/a")).doesNotExist();
    assertThat(lake.resolve("refused").toFile().list()).containsExactly("a");
    assertThat(lake.resolve("refused/a/part-0.csv")).exists();
    assertThat(learning.published).containsExactly("b");
    assertThat(learning.requests).as("a was read once").hasSize(2);
  }

  @Test
  void aTaskWhoseFolderVanishesWhileItIsReadIsRefusedAtOnceInALineAndOthersGoOn()
      throws IOException {
    arrive("a", "one");
    arrive("b", "two");
    learning.danger =
        () -> {
          learning.danger = () -> {};
          delete("tasks/a");
        };

    assertThat(look()).extracting(TaskState::task).containsExactly("a", "b");

    assertThat(phase("a")).isEqualTo(Phase.REFUSED);
    assertThat(reason("a")).isEqualTo("its folder is gone before it was learnt; bring it again");
    assertThat(lake.resolve("refused")).doesNotExist();
    assertThat(learning.published).containsExactly("b");
    arrive("a", "one");
    look();
    assertThat(learning.published).containsExactly("b", "a");
  }

  @Test
  void aTaskWhoseFilesChangeWhileTheyAreReadIsLookedAtAnewAndNotMovedAside() throws IOException {
    arrive("a", "null");
    learning.danger =
        () -> {
          learning.danger = () -> {};
          overwrite("a/part-1.csv", "late");
        };

    assertThat(look()).extracting(TaskState::phase).containsExactly(Phase.WAITING);

    assertThat(lake.resolve("tasks/a/part-1.csv")).exists();
    overwrite("a/part-0.csv", "mended");
    look();
    assertThat(learning.published).containsExactly("a");
  }

  private void overwrite(String path, String text) {
    try {
      write(path, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String folder) {
    assertThat(FileUtil.fullyDelete(lake.resolve(folder).toFile())).isTrue();
  }
}
