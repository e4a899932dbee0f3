package io.engram.jobs.report.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void halfWidthIsStudentsQuantileTimesTheStandardError() {
    Interval interval = Interval.of(1, 2, 3);
    assertThat(interval.mean()).isEqualTo(2);
    assertThat(interval.halfWidth()).isCloseTo(4.302653 / Math.sqrt(3), within(1e-6));
  }

  @Test
  void oneValueHasNoWidthAndNoValueNoMean() {
    assertThat(Interval.of(0.5).halfWidth()).isNaN();
    assertThat(Interval.of(0.5).containsZero()).isFalse();
    assertThat(Interval.of().mean()).isNaN();
    assertThat(Interval.of().isEmpty()).isTrue();
  }

  @Test
  void valuesThatWereNotMeasuredAreLeftOut() {
    assertThat(Interval.of(Arrays.asList(1.0, null, 3.0)).count()).isEqualTo(2);
  }
}
