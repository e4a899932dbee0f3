package io.engram.consolidation.closedform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ContenderCountsTest {
  private static final float[] LEFT = {1, -1};
  private static final float[] RIGHT = {-1, 1};

  private static ContenderCounts counts(float[][]... rows) {
    ContenderCounts counts = new ContenderCounts(2);
    for (float[][] logits : rows) {
      counts.add(0, logits);
    }
    return counts;
  }

  @Test
  void theDifferenceIsThatOfEachRow() {
    ContenderCounts counts =
        counts(
            new float[][] {LEFT, RIGHT},
            new float[][] {LEFT, RIGHT},
            new float[][] {RIGHT, LEFT},
            new float[][] {LEFT, LEFT});
    assertThat(counts.accuracy(0)).isEqualTo(.75);
    assertThat(counts.accuracy(1)).isEqualTo(.5);
    PairedDifference difference = counts.difference(0, 1);
    assertThat(difference).isEqualTo(new PairedDifference(2, 1, 4));
    assertThat(difference.mean()).isEqualTo(.25);
    // d = 1, 1, -1, 0: variance 3/4 - 1/16 = 11/16.
    assertThat(difference.standardError()).isCloseTo(Math.sqrt(11 / 16.0 / 4), within(1e-12));
    assertThat(difference.firstIsBetter()).isFalse();
    assertThat(new PairedDifference(4, 0, 8).firstIsBetter()).isTrue();
    assertThat(new PairedDifference(0, 0, 8).firstIsBetter()).isFalse();
  }

  @Test
  void aConstantAddedToAllLogitsChangesNothing() {
    ContenderCounts plain = counts(new float[][] {LEFT, RIGHT}, new float[][] {RIGHT, LEFT});
    float[] shiftedLeft = {101, 99};
    float[] shiftedRight = {99, 101};
    ContenderCounts shifted =
        counts(new float[][] {shiftedLeft, RIGHT}, new float[][] {shiftedRight, LEFT});
    assertThat(shifted.loss(0)).isEqualTo(plain.loss(0));
    assertThat(shifted.accuracy(0)).isEqualTo(plain.accuracy(0));
  }

  @Test
  void whoIsAlwaysRightIsMadeSureAndWhoIsWrongHalfOfTheTimeUnsure() {
    ContenderCounts counts = counts(new float[][] {LEFT, LEFT}, new float[][] {LEFT, RIGHT});
    assertThat(counts.loss(0)).isCloseTo(0, within(1e-12));
    assertThat(counts.scale(0, 1, 4)).isGreaterThan(1);
    assertThat(counts.scale(1, 1, 4)).isLessThan(1);
    assertThat(counts.best()).isZero();
  }

  @Test
  void aFewRowsMoveTheSharpnessLessThanManyOfTheSameKind() {
    float[][] right = {LEFT, RIGHT};
    ContenderCounts few = counts(right);
    ContenderCounts many = counts(right);
    for (int i = 0; i < 1000; i++) {
      many.merge(counts(right));
    }
    assertThat(few.scale(0, 1, 4)).isBetween(1.0, 2.0);
    assertThat(many.scale(0, 1, 4)).isGreaterThan(2);
    assertThat(few.scale(1, 1, 4)).isBetween(.25, 1.0);
    assertThat(many.scale(1, 1, 4)).isEqualTo(.125);
    assertThat(few.scale(1, 1, 1.1)).as("held near what is expected").isEqualTo(1);
    assertThat(new ContenderCounts(1).scale(0, 8, 4)).isEqualTo(8);
  }

  @Test
  void theSharpnessOfLogitsThatAreLogProbabilitiesIsOne() {
    ContenderCounts counts = new ContenderCounts(1);
    float[] calibrated = {(float) Math.log(.8), (float) Math.log(.2)};
    float[] doubtful = {calibrated[0] / 4, calibrated[1] / 4};
    ContenderCounts other = new ContenderCounts(1);
    for (int row = 0; row < 500; row++) {
      int label = row % 5 == 0 ? 1 : 0;
      counts.add(label, new float[][] {calibrated});
      other.add(label, new float[][] {doubtful});
    }
    assertThat(counts.scale(0, 1, 4)).isEqualTo(1);
    assertThat(other.scale(0, 1, 4)).isCloseTo(4, within(1e-9));
  }

  @Test
  void ofEquallyAccurateOnesTheOneWithTheLowerCrossEntropyIsBest() {
    float[] barely = {.01f, 0};
    float[] wrong = {-1, 0};
    float[] right = {1, 0};
    ContenderCounts counts = counts(new float[][] {barely, right}, new float[][] {wrong, wrong});
    assertThat(counts.accuracy(0)).isEqualTo(counts.accuracy(1));
    assertThat(counts.loss(1)).isLessThan(counts.loss(0));
    assertThat(counts.best()).isEqualTo(1);
  }

  @Test
  void withoutRowsNothingIsKnownAndNobodyIsBetter() {
    ContenderCounts none = new ContenderCounts(2);
    assertThat(none.accuracy(0)).isNaN();
    assertThat(none.loss(1)).isNaN();
    assertThat(none.difference(0, 1).firstIsBetter()).isFalse();
    assertThatThrownBy(none::best).hasMessage("there are no rows to compare on");
  }

  @Test
  void partsMergeToTheWhole() {
    ContenderCounts merged =
        counts(new float[][] {LEFT, RIGHT}).merge(counts(new float[][] {RIGHT, RIGHT}));
    ContenderCounts whole = counts(new float[][] {LEFT, RIGHT}, new float[][] {RIGHT, RIGHT});
    assertThat(merged.rows()).isEqualTo(2);
    assertThat(merged.difference(0, 1)).isEqualTo(whole.difference(0, 1));
    assertThat(merged.loss(0)).isEqualTo(whole.loss(0));
  }
}
