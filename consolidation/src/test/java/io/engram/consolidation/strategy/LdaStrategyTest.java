package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.closedform.ClosedFormReport;
import io.engram.consolidation.closedform.ClosedFormReport.Point;
import io.engram.consolidation.statistics.PooledMoments;
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
    // Classes spread along the diagonal: the less a head is shrunk, the less it heeds that way.
    bench.given = new PooledMoments(2, 2);
    for (double[] spread : new double[][] {{1, 1}, {-1, -1}, {.1, -.1}, {-.1, .1}}) {
      bench.given.add(0, new double[] {spread[0], spread[1]});
      bench.given.add(1, new double[] {spread[0] + 1, spread[1]});
    }
    // The last row is far out on the diagonal.
    bench.validated = List.of(0, 1, 1);
    bench.validatedFeatures = List.of(new float[] {0, 0}, new float[] {1, 0}, new float[] {1, 1});
    Learned learned = learn(empty(), "task", bench);
    ClosedFormReport report = learned.log().closedForm().orElseThrow();
    double most = 2 / 3.0;
    assertThat(report.grid())
        .extracting(Point::accuracy)
        .containsExactly(most, most, most, most, most, most, most, 1.0);
    assertThat(report.chosen()).isEqualTo(7);
    assertThat(report.grid().get(7).setting()).isEqualTo("shrinkage 0.8");
    assertThat(report.validationRows()).isEqualTo(3);
    assertThat(report.validationAccuracy()).isEqualTo(1);
    float[] answer = learned.state().task("task").orElseThrow().head().logits(new float[] {1, 1});
    assertThat(answer[1]).isGreaterThan(answer[0]);
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
