package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointRhythmTest {
  private static final CheckpointRhythm RHYTHM = new CheckpointRhythm(0.05, 60, 20);

  @Test
  void oneIsDueAfterATwentiethOfTheStepsOrAMinute() {
    assertThat(RHYTHM.due(49, 1000, 10, 0)).isFalse();
    assertThat(RHYTHM.due(50, 1000, 10, 0)).isTrue();
    assertThat(RHYTHM.due(1, 1_000_000, 61, 0)).isTrue();
    assertThat(RHYTHM.due(1, 3, 0.1, 0)).as("a run of fewer than twenty steps").isTrue();
  }

  @Test
  void writingTakesATwentiethOfTheTimeAtMost() {
    assertThat(RHYTHM.due(500, 1000, 3.9, 0.2)).isFalse();
    assertThat(RHYTHM.due(500, 1000, 4.1, 0.2)).isTrue();
    assertThat(CheckpointRhythm.EVEN.due(50, 1000, 0, 9)).as("whatever it costs").isTrue();
  }
}
