package io.engram.consolidation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.prediction.Prediction;
import io.engram.consolidation.task.LabelQuestion;
import io.engram.consolidation.task.LabelShare;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelAnswersTest {
  private static final Map<String, LabelQuestion> RARE =
      Map.of("t-rare", LabelQuestion.of(new LabelShare("rare", 0.1), 1));

  private static Map<String, Prediction> says(float rare) {
    return Map.of(
        "t-rare", new Prediction("t-rare", "", 0, new float[] {1 - rare, rare}, false),
        "t-other", new Prediction("t-other", "", 0, new float[] {1, 0}, false));
  }

  @Test
  void aRareLabelIsSaidTooOftenByABalancedTaskAndLessOftenOnceCorrected() {
    LabelAnswers answers = new LabelAnswers(RARE, 5);
    answers.add(says(0.95f), Set.of("rare"));
    answers.add(says(0.8f), Set.of());
    answers.add(says(0.6f), Set.of("other"));
    answers.add(says(0.1f), Set.of());
    CellLabels found = answers.metrics();
    assertThat(found.rows()).isEqualTo(4);
    assertThat(found.labels()).as("tasks that are no label do not count").isEqualTo(1);
    assertThat(found.microF1()).isOne();
    assertThat(found.balancedMicroF1()).isCloseTo(0.5, within(1e-12));
    assertThat(found.macroF1()).isOne();
    assertThat(found.macroAveragePrecision()).isOne();
  }

  @Test
  void withoutARowOfTheLabelThereIsNoAveragePrecision() {
    LabelAnswers answers = new LabelAnswers(RARE, 1);
    answers.add(says(0.2f), Set.of());
    assertThat(answers.metrics().macroAveragePrecision()).isNull();
    assertThat(answers.metrics().microF1()).isZero();
  }
}
