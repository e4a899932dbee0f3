package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.task.SettingRefusedException;
import java.util.Collections;
import java.util.List;
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
  void twoHeadsThatAreSureEnoughCountHalfEach() {
    FakeWorkbench plain = new FakeWorkbench(1, 0);
    plain.validated = Collections.nCopies(50, 0);
    FakeWorkbench same = new FakeWorkbench(1, 0);
    same.validated = plain.validated;
    Head alone = learnt(0, plain).served().head();
    LearnedTask both = learnt(1, same);
    Head ridge = ridge(same);
    double first = factor(both.served().head(), alone);
    double second = factor(both.second().orElseThrow(), ridge);
    assertThat(first).isCloseTo(second, within(1e-5)).isCloseTo(.5, within(1e-5));
  }

  /** The head that validation rows choose, before it is averaged with another. */
  private static Head ridge(FakeWorkbench bench) {
    RandomFeatures features = ClosedFormGrid.features(0, 1);
    return ClosedFormGrid.ranpac(
            new LabelSpace(List.of("a", "b")), features, bench.ridgeSums(features))
        .choose(bench::validate)
        .head();
  }

  /** What all weights of a head are times those of another. */
  private static double factor(Head head, Head other) {
    float[] weights = head.weight().values();
    float[] others = other.weight().values();
    double factor = weights[0] / others[0];
    for (int i = 0; i < weights.length; i++) {
      assertThat((double) weights[i]).isCloseTo(factor * others[i], within(1e-5));
    }
    return factor;
  }

  @Test
  void aSecondHeadThatIsAlwaysWrongIsUnsureAndLeavesTheFirstAsSureAsItWas() {
    FakeWorkbench wrong = new FakeWorkbench(1, 0);
    wrong.validated = Collections.nCopies(100, 0);
    wrong.frozenAreWrong = true;
    FakeWorkbench alone = new FakeWorkbench(1, 0);
    alone.validated = wrong.validated;
    LearnedTask both = learnt(1, wrong);
    assertThat(factor(both.served().head(), learnt(0, alone).served().head()))
        .isCloseTo(1, within(1e-5));
    float[] second = both.second().orElseThrow().logits(new float[] {1});
    float[] first = both.served().head().logits(new float[] {1});
    assertThat(second[0] - second[1]).isLessThan((first[0] - first[1]) / 4);
  }

  @Test
  void aTaskThatIsLearntAgainWithoutItHasOneHead() {
    LearnerState before =
        Strategies.learn(empty(), task("new"), settings(1), new FakeWorkbench(1, 0)).state();
    LearnerState after =
        Strategies.learn(before, task("new"), settings(0), new FakeWorkbench(2, 0)).state();
    assertThat(before.task("new").orElseThrow().second()).isPresent();
    assertThat(after.task("new").orElseThrow().second()).isEmpty();
  }

  @Test
  void theOptionIsOnOrOffAndAddsNoHeadThatIsThere() {
    assertThatThrownBy(() -> Strategies.options("ada", Map.of(Ensemble.OPTION, .5)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessage("option ensemble is 0 or 1, got 0.5");
    assertThatThrownBy(() -> Strategies.options("ranpac", Map.of(Ensemble.OPTION, 1.0)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("the head that strategy ranpac has already");
    assertThat(Strategies.options("ranpac", Map.of(Ensemble.OPTION, 0.0))).isEmpty();
  }
}
