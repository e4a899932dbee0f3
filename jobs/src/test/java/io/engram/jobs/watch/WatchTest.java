package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.jobs.JobException;
import io.engram.jobs.service.RunId;
import io.engram.jobs.watch.TaskState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When tasks that come are complete, and in which order they are learnt. */
class WatchTest extends ToyWatch {
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
    assertThat(learnt("z").version()).isEqualTo(2);
    assertThat(learnt("z").accuracy()).hasValue(0.75);
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

  @ParameterizedTest
  @EnumSource(names = {"CONFLICT", "UNKNOWN"})
  void aTaskWhoseMoveToProductionIsNotSettledIsAskedAgainAndPublishedOnce(
      PromotionOutcome.Kind open) throws IOException {
    run = RunId.of("daily");
    arrive("a", "row");
    learning.gate = open;
    assertThat(look()).extracting(TaskState::phase).containsExactly(Phase.WAITING);
    assertThat(learnt("a").gate()).hasValue(open);
    assertThat(reason("a")).isEqualTo("the gate says " + open.word());
    learning.gate = PromotionOutcome.Kind.MOVED;
    assertThat(look()).as("the same run again").hasSize(1);
    assertThat(phase("a")).isEqualTo(Phase.PUBLISHED);
    assertThat(learnt("a").gate()).hasValue(PromotionOutcome.Kind.MOVED);
    assertThat(learning.published).containsExactly("a");
    assertThat(learning.requests).hasSize(2);
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
}
