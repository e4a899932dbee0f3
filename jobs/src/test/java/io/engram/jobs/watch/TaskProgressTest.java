package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.arrivals.Arrival;
import io.engram.transformers.lake.LakeTree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskProgressTest {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final Duration QUIET = Duration.ofMinutes(15);
  private final TaskProgress progress = new TaskProgress(QUIET);

  private static Arrival seen(boolean declared, long... bytes) {
    List<LakeTree.Entry> files = new java.util.ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      // A writer whose clock is years away decides nothing.
      files.add(new LakeTree.Entry("part-" + i, false, bytes[i], 1L));
    }
    return Arrival.of("mail", new Path("/lake/tasks/mail"), files, Optional.empty(), declared);
  }

  private TaskState next(TaskState before, Arrival seen, Duration after) {
    return progress.next(Optional.ofNullable(before), Optional.ofNullable(seen), START.plus(after));
  }

  @Test
  void aTaskIsCompleteAtOnceWhenItsWriterSaysSo() {
    assertThat(next(null, seen(true, 10), Duration.ZERO).phase()).isEqualTo(Phase.WAITING);
  }

  @Test
  void withoutThatItIsCompleteWhenNothingChangedForTheQuietPeriod() {
    TaskState state = next(null, seen(false, 10), Duration.ZERO);
    assertThat(state.phase()).isEqualTo(Phase.ARRIVING);
    state = next(state, seen(false, 10, 20), Duration.ofMinutes(10));
    state = next(state, seen(false, 10, 20), Duration.ofMinutes(24));
    assertThat(state.phase()).as("14 minutes after the second file").isEqualTo(Phase.ARRIVING);
    state = next(state, seen(false, 10, 20), Duration.ofMinutes(25));
    assertThat(state.phase()).isEqualTo(Phase.WAITING);
    assertThat(state.folder().firstSeen()).isEqualTo(START);
    assertThat(state.folder().files()).isEqualTo(2);
    assertThat(state.folder().bytes()).isEqualTo(30);
  }

  @Test
  void whoeverLearntItWhenTheWatchWasKilledLearnsItNoMore() {
    TaskState learning = next(null, seen(true, 10), Duration.ZERO).in(Phase.LEARNING);
    assertThat(next(learning, seen(true, 10), Duration.ofHours(1)).phase())
        .isEqualTo(Phase.WAITING);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"PUBLISHED", "REFUSED"})
  void whatIsSettledStaysSettledUntilItsFilesChange(Phase phase) {
    TaskState settled = next(null, seen(true, 10), Duration.ZERO).in(phase);
    assertThat(next(settled, seen(true, 10), Duration.ofDays(9))).isEqualTo(settled);
    assertThat(next(settled, seen(true, 11), Duration.ofDays(9)).phase()).isEqualTo(Phase.WAITING);
    assertThat(next(settled, seen(false, 11), Duration.ofDays(9)).phase())
        .isEqualTo(Phase.ARRIVING);
  }

  @Test
  void aFolderThatVanishesIsSaidOnce() {
    TaskState gone = next(next(null, seen(false, 10), Duration.ZERO), null, Duration.ofMinutes(1));
    assertThat(gone.phase()).isEqualTo(Phase.REFUSED);
    assertThat(gone.reason().orElseThrow()).contains("gone before it was learnt");
    TaskState later = next(gone, null, Duration.ofMinutes(2));
    assertThat(next(later, null, Duration.ofMinutes(3))).isEqualTo(later);
    assertThat(next(later, seen(true, 10), Duration.ofMinutes(4)).phase())
        .as("the same files, brought again")
        .isEqualTo(Phase.WAITING);
  }

  @Test
  void aVersionStaysWhenTheFolderOfItsTaskVanishes() {
    TaskState published =
        next(null, seen(true, 10), Duration.ZERO)
            .published(
                new TaskState.Learnt(3, OptionalDouble.of(0.9), Optional.empty()),
                Optional.empty());
    assertThat(next(published, null, Duration.ofDays(1))).isEqualTo(published);
    TaskState more = next(published, seen(false, 10, 5), Duration.ofDays(1));
    TaskState gone = next(more, null, Duration.ofDays(2));
    assertThat(gone.phase()).isEqualTo(Phase.PUBLISHED);
    assertThat(gone.learnt().orElseThrow().version()).isEqualTo(3);
  }
}
