package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  @Test
  void risesToOneAndFallsToTheLastStep() {
    LearningRateSchedule schedule = LearningRateSchedule.of(100, 0.06);
    assertThat(schedule.warmupSteps()).isEqualTo(6);
    assertThat(schedule.factor(1)).isEqualTo(1 / 6.0, within(1e-12));
    assertThat(schedule.factor(6)).isEqualTo(1);
    assertThat(schedule.factor(7)).isEqualTo(1);
    assertThat(schedule.factor(54)).isEqualTo(0.5, within(1e-12));
    assertThat(schedule.factor(100)).isEqualTo(1 / 94.0, within(1e-12));
  }

  @Test
  void aRunOfOneStepTrainsAtThePeak() {
    assertThat(LearningRateSchedule.of(1, 0.06).factor(1)).isEqualTo(1);
  }

  @Test
  void refusesAStepOutsideTheRun() {
    assertThatThrownBy(() -> LearningRateSchedule.of(3, 0).factor(4)).hasMessage("step 4 of 3");
  }

  /** The cosine's values at 1, 3/4, 1/2 and 1/4 of the rest of the run. */
  @Test
  void aCosineFallsSlowlyThenFastThenSlowly() {
    LearningRateSchedule schedule =
        LearningRateSchedule.of(84, 0.05, LearningRateSchedule.Decay.COSINE);
    assertThat(schedule.warmupSteps()).isEqualTo(4);
    assertThat(schedule.factor(2)).isEqualTo(0.5);
    assertThat(schedule.factor(5)).isEqualTo(1);
    assertThat(schedule.factor(25)).isEqualTo(0.8535533905932737, within(1e-12));
    assertThat(schedule.factor(45)).isEqualTo(0.5, within(1e-12));
    assertThat(schedule.factor(65)).isEqualTo(0.14644660940672627, within(1e-12));
    assertThat(schedule.factor(84)).isBetween(1e-9, 1e-3);
  }
}
