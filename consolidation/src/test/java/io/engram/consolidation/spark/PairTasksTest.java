package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.spark.ScoringPlan.Answers;
import io.engram.consolidation.spark.ScoringPlan.OnBadRow;
import io.engram.consolidation.task.LabelQuestion;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.spark.InputColumns;
import io.engram.transformers.spark.PictureReading;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class PairTasksTest {
  private static final Row ROW = RowFactory.create("a", null);
  private static final RawInput ALONE = new RawInput.Text("a", null);
  private static final RawInput PAIR = new RawInput.Text("a", "b");

  /** The label 'sport' is asked; 'other' is learnt besides. */
  private static PairTasks labels(OnBadRow onBadRow, String ofPairs) {
    return of(Answers.LABELS, onBadRow, ofPairs);
  }

  private static PairTasks of(Answers answers, OnBadRow onBadRow, String ofPairs) {
    ScoringPlan plan =
        new ScoringPlan(
            new InputColumns(0, 1),
            PictureReading.DEFAULT,
            -1,
            new int[0],
            null,
            answers,
            onBadRow,
            false,
            "1",
            Set.of(ofPairs),
            Map.of("sport", new LabelQuestion("sport", 0, 0)),
            8);
    return PairTasks.of(plan, InputKind.TEXT, null, Set.of("sport", "other"));
  }

  @Test
  void labelsAreAnsweredWhereATaskThatIsNoLabelWouldNeedASecondText() {
    assertThat(labels(OnBadRow.ERROR, "other").problemOfAll(ROW, ALONE)).isNull();
    assertThat(of(Answers.MAP, OnBadRow.ERROR, "other").problemOfAll(ROW, ALONE).message())
        .contains("task 'other'");
  }

  @Test
  void aRowThatNoLabelCanBeAskedOfHasAProblemWhateverElseWasLearnt() {
    assertThat(labels(OnBadRow.KEEP, "sport").problemOfAll(ROW, ALONE).message())
        .contains("task 'sport'")
        .contains("second text is null");
  }

  @Test
  void aSecondTextIsReadForTasksOfPairsAlone() {
    PairTasks tasks = of(Answers.ONE, OnBadRow.ERROR, "other");
    assertThat(tasks.input(PAIR, "other")).isEqualTo(PAIR);
    assertThat(tasks.input(PAIR, "sport")).isEqualTo(ALONE);
    assertThat(labels(OnBadRow.ERROR, "other").input(PAIR, null)).isEqualTo(ALONE);
  }

  @Test
  void aBlankSecondTextIsNone() {
    PairTasks tasks = of(Answers.MAP, OnBadRow.KEEP, "other");
    assertThat(tasks.input(new RawInput.Text("a", " "), null)).isEqualTo(ALONE);
    assertThat(tasks.besides(new RawInput.Text("a", ""))).isNull();
  }

  @Test
  void whoIsAskedTasksOfBothKindsIsReadTwice() {
    PairTasks tasks = of(Answers.MAP, OnBadRow.KEEP, "other");
    assertThat(tasks.input(PAIR, null)).isEqualTo(PAIR);
    assertThat(tasks.besides(PAIR)).isEqualTo(ALONE);
    assertThat(labels(OnBadRow.KEEP, "sport").besides(PAIR)).isNull();
  }
}
