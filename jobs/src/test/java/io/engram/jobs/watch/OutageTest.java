package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.console.Progress;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.WatchRequest.MoreRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lake whose table of states does not answer for a while. */
class OutageTest extends ToyWatch {
  private Path state;
  private Path kept;

  @BeforeEach
  void place() {
    state = lake.resolve("watch/tasks/a.json");
    kept = lake.resolve("a.json");
  }

  /** In the file's place a folder with something in it: it is neither written nor read. */
  private void block() {
    try {
      Files.move(state, kept);
      Files.createDirectories(state.resolve("in the way"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void heal() throws IOException {
    FileUtils.deleteDirectory(state.toFile());
    Files.move(kept, state);
  }

  @Test
  void whatArrivesMeanwhileIsLearntWhenTheStatesAnswerAgain() throws IOException {
    arrive("a", "one");
    Watch watch = watch(MoreRows.REFUSE);
    tell(watch);
    block();
    arrive("b", "two");
    tell(watch);
    assertThatThrownBy(() -> watch.look(Progress.SILENT, settled -> {}))
        .isInstanceOf(StatesUnreachableException.class)
        .hasMessageContaining("the states of tasks cannot be read: ")
        .hasMessageContaining("a.json");
    heal();
    watch.look(Progress.SILENT, settled -> {});
    assertThat(learning.published).containsExactly("a", "b");
  }

  @Test
  void whatWasPublishedAndCouldNotBeWrittenDownIsFoundByTheNextLookAndNoFailureOfTheTask()
      throws IOException {
    arrive("a", "one");
    Watch watch = watch(MoreRows.REFUSE);
    tell(watch);
    learning.danger =
        () -> {
          if (!learning.published.isEmpty()) {
            block();
          }
        };
    assertThatThrownBy(() -> watch.look(Progress.SILENT, settled -> {}))
        .isInstanceOf(StatesUnreachableException.class)
        .hasMessageContaining("the state of task a cannot be written: ");
    learning.danger = () -> {};
    heal();
    assertThat(states().get("a").failures()).isZero();
    watch.look(Progress.SILENT, settled -> {});
    assertThat(phase("a")).isEqualTo(Phase.PUBLISHED);
    assertThat(learning.published).containsExactly("a");
  }

  @Test
  void aWatchWaitsAMinuteThenTenAndEndsTheThirdTimeInARowOrAtOnceWhereWaitingDoesNotHelp() {
    StatesUnreachableException silent =
        new StatesUnreachableException("states", new IOException("no answer"));
    Outage outage = new Outage();
    for (int outages = 0; outages < 2; outages++) {
      assertThat(outage.pause(silent)).isEqualTo(Duration.ofMinutes(1));
      assertThat(outage.pause(silent)).isEqualTo(Duration.ofMinutes(10));
      outage.over();
    }
    outage.pause(silent);
    outage.pause(silent);
    assertThatThrownBy(() -> outage.pause(silent)).isSameAs(silent);
    StatesUnreachableException denied =
        new StatesUnreachableException("states", new AccessDeniedException("states"));
    assertThatThrownBy(() -> new Outage().pause(denied)).isSameAs(denied);
  }
}
