package io.engram.consolidation.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelQuestionTest {
  private static final double EXACT = 1e-12;

  @Test
  void theProbabilityOfABalancedTaskIsThatOfBayesAtTheShareOfTheTable() {
    // Likelihood ratio 4 : 1; at a share of 1 in 50 the odds are 4 / 49.
    LabelQuestion rare = LabelQuestion.of(new LabelShare("rare", 0.02), 0);
    assertThat(rare.corrected(0.8)).isCloseTo(4 / 53.0, within(EXACT));
    assertThat(rare.corrected(0.5)).as("nothing known").isCloseTo(0.02, within(EXACT));
    LabelQuestion frequent = LabelQuestion.of(new LabelShare("frequent", 0.75), 0);
    assertThat(frequent.corrected(0.5)).isCloseTo(0.75, within(EXACT));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 0.25, 0.5, 0.999, 1})
  void aShareAsLearntChangesNothing(double probability) {
    LabelQuestion same = LabelQuestion.of(new LabelShare("half", 0.5), 1);
    assertThat(same.corrected(probability)).isCloseTo(probability, within(EXACT));
    LabelQuestion rare = LabelQuestion.of(new LabelShare("rare", 1e-9), 1);
    assertThat(rare.corrected(probability)).isBetween(0.0, 1.0);
  }

  @Test
  void aShareThatDecidesEverythingIsRefused() {
    for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> new LabelShare("a", share)).hasMessageContaining("inside (0, 1)");
    }
    assertThatThrownBy(() -> new LabelShare("", 0.5)).hasMessageContaining("needs a name");
  }
}
