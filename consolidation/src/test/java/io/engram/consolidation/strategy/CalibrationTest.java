package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.Head;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.task.TaskManifest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final TaskManifest TASK = ContinualStrategyContract.task("new");
  private static final Head HEAD = FakeWorkbench.head(1);

  private static Learned learned() {
    AdapterPool pool =
        AdapterPool.empty(2)
            .append(FakeWorkbench.weights(1), "old")
            .append(FakeWorkbench.weights(2), "new");
    LearnerState state =
        new LearnerState(
            0,
            pool,
            List.of(
                new LearnedTask(ContinualStrategyContract.task("old"), HEAD, 0, Optional.empty()),
                new LearnedTask(TASK, HEAD, 1, Optional.empty())),
            new Reservoir(0, 0));
    return new Learned(state, null);
  }

  private static FakeWorkbench bench(int rows) {
    FakeWorkbench bench = new FakeWorkbench(1, 0);
    bench.validated = Collections.nCopies(rows, 0);
    return bench;
  }

  private static double temperature(Learned learned, String task) {
    return learned.state().task(task).orElseThrow().temperature();
  }

  @Test
  void aTaskThatIsRightOnAllValidationRowsBecomesSurer() {
    Learned calibrated = Calibration.of(learned(), TASK, bench(100));
    assertThat(temperature(calibrated, "new")).isLessThan(1);
  }

  @Test
  void aTaskWhoseServingAdapterIsWrongBecomesUnsure() {
    FakeWorkbench bench = bench(100);
    bench.rightFrom = 3;
    assertThat(temperature(Calibration.of(learned(), TASK, bench), "new")).isGreaterThan(1);
  }

  @Test
  void onlyTheNewTaskChangesAndNoneOfItsClasses() {
    Learned before = learned();
    Learned after = Calibration.of(before, TASK, bench(100));
    assertThat(temperature(after, "old")).isEqualTo(1);
    assertThat(after.state().pool()).isEqualTo(before.state().pool());
    LearnedTask task = after.state().task("new").orElseThrow();
    assertThat(task.head()).isEqualTo(HEAD);
    for (float place : new float[] {-2, -.1f, .1f, 2}) {
      float[] raw = task.head().logits(new float[] {place});
      float[] served = task.served().head().logits(new float[] {place});
      assertThat(served[0] > served[1]).isEqualTo(raw[0] > raw[1]);
    }
  }

  @Test
  void aTaskIsHeldNearTheTasksBeforeIt() {
    Learned flat = learned("old", 1);
    Learned sharp = learned("old", .125);
    assertThat(temperature(Calibration.of(sharp, TASK, bench(5)), "new"))
        .isLessThan(temperature(Calibration.of(flat, TASK, bench(5)), "new") / 2);
  }

  private static Learned learned(String task, double temperature) {
    LearnerState state = learned().state();
    LearnedTask entry = state.task(task).orElseThrow().withTemperature(temperature);
    return new Learned(state.with(state.pool(), entry), null);
  }

  @Test
  void withoutValidationRowsLogitsAreDividedByWhatIsUsual() {
    assertThat(temperature(Calibration.of(learned(), TASK, bench(0)), "new")).isEqualTo(1);
    assertThat(temperature(Calibration.of(learned("old", .5), TASK, bench(0)), "new"))
        .isCloseTo(.5, within(1e-12));
  }
}
