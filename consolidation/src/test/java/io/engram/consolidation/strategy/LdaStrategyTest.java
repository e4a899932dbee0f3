package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.closedform.ClosedFormReport;
import io.engram.consolidation.closedform.ClosedFormReport.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LdaStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new ClosedFormStrategy.Lda();
  }

  @Test
  void logsWhatEachShrinkageReachedAndWhichWasKept() {
    FakeWorkbench bench = new FakeWorkbench(3, 0);
    bench.validated = List.of(0, 1, 1);
    Learned learned = learn(empty(), "task", bench);
    ClosedFormReport report = learned.log().closedForm().orElseThrow();
    assertThat(report.grid()).hasSize(8).extracting(Point::accuracy).containsOnly(1.0);
    assertThat(report.validationRows()).isEqualTo(3);
    assertThat(report.validationAccuracy()).isEqualTo(1);
    assertThat(bench.asked).containsExactly("statistics", "validate");
  }

  @Test
  void withoutValidationRowsTheShrinkageIsTheDefault() {
    Learned learned = learn(empty(), "task", new FakeWorkbench(3, 0));
    ClosedFormReport report = learned.log().closedForm().orElseThrow();
    assertThat(report.grid().get(report.chosen()).setting()).isEqualTo("shrinkage 0.02");
    assertThat(report.scale()).isEqualTo(1);
    assertThat(learned.state().task("task").orElseThrow().head().logits(new float[] {3.5f})[0])
        .isPositive();
  }
}
