package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.Head;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.task.SettingRefusedException;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The second head of a task, learnt by {@link AdapterPerTaskStrategy}. */
class EnsembleTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new AdapterPerTaskStrategy();
  }

  private LearnerSettings settings(double ensemble) {
    return settings(
        IdentityRule.NEVER,
        FakeWorkbench.weights(0).config(),
        "least-loaded",
        false,
        Map.of(Ensemble.OPTION, ensemble));
  }

  private LearnedTask learnt(double ensemble, FakeWorkbench bench) {
    return Strategies.learn(empty(), task("new"), settings(ensemble), bench)
        .state()
        .task("new")
        .orElseThrow();
  }

  @Test
  void bothHeadsCountAlikeAndTheirSumIsAsSureAsItShouldBe() {
    FakeWorkbench plain = new FakeWorkbench(1, 0);
    plain.validated = Collections.nCopies(50, 0);
    FakeWorkbench same = new FakeWorkbench(1, 0);
    same.validated = plain.validated;
    ServedTask first = learnt(0, plain).served();
    ServedTask both = learnt(1, same).served();
    // A factor on the first head that the second has too: their average, made surer.
    Head alone = first.head();
    double factor = both.head().weight().values()[0] / alone.weight().values()[0];
    assertThat(factor).isPositive();
    for (int i = 0; i < alone.weight().values().length; i++) {
      assertThat((double) both.head().weight().values()[i])
          .isCloseTo(factor * alone.weight().values()[i], within(1e-5));
    }
    assertThat(both.frozen()).isPresent();
    float[] right = both.frozen().orElseThrow().logits(new float[] {1});
    float[] wrong = both.frozen().orElseThrow().logits(new float[] {-1});
    assertThat(right[0]).isGreaterThan(right[1]);
    assertThat(wrong[0]).isLessThan(wrong[1]);
  }

  @Test
  void whereTheAdapterIsWrongAndTheSecondHeadIsSureTheyAreLessSureTogether() {
    FakeWorkbench right = new FakeWorkbench(1, 0);
    right.validated = Collections.nCopies(100, 0);
    FakeWorkbench wrong = new FakeWorkbench(1, 0);
    wrong.validated = right.validated;
    wrong.rightFrom = 2;
    assertThat(learnt(1, wrong).temperature()).isGreaterThan(learnt(1, right).temperature());
  }

  @Test
  void aTaskThatIsLearntAgainWithoutItHasOneHead() {
    LearnerState before =
        Strategies.learn(empty(), task("new"), settings(1), new FakeWorkbench(1, 0)).state();
    LearnerState after =
        Strategies.learn(before, task("new"), settings(0), new FakeWorkbench(2, 0)).state();
    assertThat(before.task("new").orElseThrow().frozen()).isPresent();
    assertThat(after.task("new").orElseThrow().frozen()).isEmpty();
  }

  @Test
  void theOptionIsOnOrOffAndNothingIsTrainedBeforeThatIsKnown() {
    FakeWorkbench bench = new FakeWorkbench(1, 0);
    assertThatThrownBy(() -> learnt(.5, bench))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessage("option ensemble is 0 or 1, got 0.5");
    assertThat(bench.asked).isEmpty();
  }
}
