package io.engram.consolidation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReliabilityTest {
  private static Reliability rows(double sure, int right, int wrong) {
    Reliability reliability = new Reliability();
    for (int i = 0; i < right + wrong; i++) {
      reliability.add(sure, i < right);
    }
    return reliability;
  }

  @Test
  void whoIsAsOftenRightAsSureHasNoError() {
    assertThat(rows(.75, 3, 1).merge(rows(.5, 2, 2)).error()).isCloseTo(0, within(1e-12));
  }

  @Test
  void theErrorIsTheDifferenceWeighedByRows() {
    // 4 rows that are 25 points too sure, 1 row that is 40 points too unsure.
    assertThat(rows(.75, 2, 2).merge(rows(.6, 1, 0)).error())
        .isCloseTo((4 * .25 + .4) / 5, within(1e-12));
  }

  @Test
  void tooSureInOneBinDoesNotMakeUpForTooUnsureInAnother() {
    assertThat(rows(.9, 4, 1).merge(rows(.6, 7, 3)).error()).isCloseTo(.1, within(1e-12));
    // In one bin they would: both confidences are between 12/15 and 13/15.
    assertThat(rows(.82, 9, 1).merge(rows(.82, 7, 3)).error()).isCloseTo(.02, within(1e-12));
  }

  @Test
  void certaintyIsInTheLastBinAndNoRowsHaveNoError() {
    assertThat(rows(1, 5, 0).error()).isZero();
    assertThat(new Reliability().error()).isNull();
    assertThatThrownBy(() -> rows(1.5, 1, 0)).hasMessage("a confidence is in [0, 1], got 1.5");
    assertThatThrownBy(() -> rows(Double.NaN, 1, 0)).hasMessageContaining("NaN");
  }
}
