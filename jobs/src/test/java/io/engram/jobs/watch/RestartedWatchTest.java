package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.engram.jobs.console.Progress;
import io.engram.jobs.service.RunId;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.ToyLearning.Killed;
import io.engram.jobs.watch.WatchRequest.MoreRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A watch that is killed and started again, and one beside another. */
class RestartedWatchTest extends ToyWatch {
  @Test
  void aTryOfARunThatGoesOnAfterAKilledOneTellsWhatThatOneSettled() throws IOException {
    write("a/part-0.csv", "null\n");
    write("a/_SUCCESS", "");
    write("b/part-0.csv", "fine\n");
    write("b/_SUCCESS", "");
    run = RunId.of("scheduled-7");
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
    run = RunId.of("scheduled-8");
    assertThat(look()).isEmpty();
  }

  @Test
  void aHundredArrivalsAndTwentyKillsGiveAsManyVersionsAsWereGoodAndEveryBadOneIsMovedOnce()
      throws IOException {
    Random random = new Random(4);
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
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
    MortalFileSystem.use(conf, danger);
    while (good.size() + bad.size() < 100
        || kills < 20
        || learning.published.size() < good.size()) {
      for (int i = random.nextInt(9); i > 0 && good.size() + bad.size() < 100; i--) {
        String task = "task-" + random.nextInt(1_000_000);
        boolean isGood = random.nextInt(5) > 0;
        arrive(task, isGood ? task : "null");
        (isGood ? good : bad).add(task);
      }
      untilDeath[0] = kills < 20 ? 1 + random.nextInt(2 * (good.size() + bad.size()) + 2) : -1;
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
    assertThat(learning.published).containsExactlyInAnyOrderElementsOf(good);
    assertThat(bad).hasSizeGreaterThan(10);
    assertThat(lake.resolve("refused").toFile().list()).containsExactlyInAnyOrderElementsOf(bad);
    assertThat(lake.resolve("tasks").toFile().list()).containsExactlyInAnyOrderElementsOf(good);
    for (TaskState state : states().values()) {
      assertThat(state.phase() == Phase.REFUSED).isEqualTo(bad.contains(state.task()));
    }
  }

  /** Somebody else's watch of the lake, which does all of its work while this one learns. */
  private void otherLooksDuringLearning() {
    RunId mine = run;
    learning.danger =
        () -> {
          learning.danger = () -> {};
          run = RunId.of("other");
          Watch other = watch(MoreRows.REFUSE);
          tell(other);
          seenByTheOther = ofLake();
          other.look(Progress.SILENT, settled -> {});
          run = mine;
        };
  }

  private Map<String, TaskState> seenByTheOther = Map.of();

  private Map<String, TaskState> ofLake() {
    try {
      return states();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoWatchesOfOneLakeLearnEveryTaskOnceAndTheSecondSaysWhoseItSees() throws IOException {
    run = RunId.of("first");
    for (String task : List.of("a", "b", "c")) {
      arrive(task, task);
    }
    otherLooksDuringLearning();

    assertThat(look())
        .extracting(TaskState::task, state -> state.run().orElseThrow())
        .containsExactly(tuple("a", "first"), tuple("b", "other"), tuple("c", "other"));

    assertThat(seenByTheOther.get("a").reason().orElseThrow())
        .startsWith("run first began to learn it and has not ended");
    assertThat(learning.published).containsExactly("a", "b", "c");
    assertThat(learning.requests).as("a by both, b and c by one").hasSize(4);
    assertThat(states().values()).extracting(TaskState::phase).containsOnly(Phase.PUBLISHED);
    assertThat(learnt("c").version()).isEqualTo(3);
    run = RunId.fresh();
    assertThat(look()).isEmpty();
  }

  @Test
  void aTaskThatAnotherWatchRefusesAndMovesAsideMeanwhileKeepsItsReason() throws IOException {
    arrive("a", "null");
    otherLooksDuringLearning();

    assertThat(look()).extracting(state -> state.run().orElseThrow()).containsExactly("other");

    assertThat(reason("a")).contains("holds nulls");
    assertThat(lake.resolve("refused").toFile().list()).containsExactly("a");
  }

  @Test
  void aWatchThatGoesOnTellsWhatItsRunHadSettledInItsFirstLookOnly() throws IOException {
    run = RunId.of("scheduled-7");
    arrive("a", "one");
    look();
    Watch again = watch(MoreRows.REFUSE);
    assertThat(look(again)).extracting(TaskState::task).containsExactly("a");
    assertThat(look(again)).isEmpty();
  }
}
