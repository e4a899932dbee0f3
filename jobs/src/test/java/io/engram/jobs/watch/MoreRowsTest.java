package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.WatchRequest.MoreRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Files that come to a task that was learnt, or is learnt at this moment. */
class MoreRowsTest extends ToyWatch {
  @Test
  void rowsThatComeLaterAreRefusedAndTheVersionStays() throws IOException {
    write("a/part-0.csv", "one\n");
    write("a/_SUCCESS", "");
    look();
    write("a/part-1.csv", "two\n");
    look();
    assertThat(learning.published).containsExactly("a");
    assertThat(phase("a")).isEqualTo(Phase.PUBLISHED);
    assertThat(learnt("a").version()).isEqualTo(1);
    assertThat(reason("a")).contains("later were not taken");
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
}
