package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.closedform.ClosedFormReport;
import org.junit.jupiter.api.Test;

class RanPacStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new ClosedFormStrategy.RanPac();
  }

  @Test
  void withoutValidationRowsItIsTheWidestWithTheUsualRidge() {
    Learned learned = learn(empty(), "task", new FakeWorkbench(3, 0));
    ClosedFormReport report = learned.log().closedForm().orElseThrow();
    assertThat(report.grid().get(report.chosen()).setting()).isEqualTo("width 5, ridge 0.01");
    assertThat(report.scale()).isEqualTo(8);
  }

  @Test
  void theHeadsOfAllTasksReadFeaturesOfOneSeed() {
    LearnerState state = learnMany(3);
    assertThat(state.tasks())
        .extracting(task -> task.head().features().orElseThrow().seed())
        .containsOnly(0L);
  }
}
