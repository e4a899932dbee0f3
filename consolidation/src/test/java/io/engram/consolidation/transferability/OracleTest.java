package io.engram.consolidation.transferability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OracleTest {
  private static SlotChoice choose(double[] accuracies, int... loads) {
    return new Oracle(slot -> accuracies[slot]).choose(loads);
  }

  @Test
  void takesTheSlotInWhichTheTaskDoesBest() {
    SlotChoice choice = choose(new double[] {.5, .7, .6}, 1, 9, 1);
    assertThat(choice.slot()).isEqualTo(1);
    assertThat(choice.scores()).containsExactly(.5, .7, .6);
    assertThat(choice.method()).isEqualTo("oracle");
  }

  @Test
  void ofSlotsThatAreAsGoodTheLessLoadedOneIsTakenAndThenTheFirst() {
    assertThat(choose(new double[] {.5, .5, .5}, 2, 1, 1).slot()).isEqualTo(1);
    assertThat(choose(new double[] {.5, .5}, 1, 1).slot()).isZero();
  }
}
