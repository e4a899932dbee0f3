package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.WeightImportance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EwcStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new EwcStrategy();
  }

  private static float value(AdapterWeights weights) {
    return weights.tensors().values().iterator().next().values()[0];
  }

  private LearnerSettings withOptions(Map<String, Double> options) {
    return settings("least-loaded", false, options);
  }

  @Test
  void theFirstTaskIsHeldByNothingAndLeavesItsFisherInformationBehind() {
    FakeWorkbench first = new FakeWorkbench(2, 0);
    LearnerState state = learn(empty(), "task-0", first).state();
    assertThat(first.asked).containsExactly("fine-tune", "fisher");
    assertThat(first.lastRequest.anchor()).isEmpty();
    assertThat(state.importance())
        .contains(new WeightImportance(FakeWorkbench.weights(2), FakeWorkbench.weights(2)));
  }

  @Test
  void aLaterTaskIsHeldByTheSumOfAllEarlierOnes() {
    FakeWorkbench third = new FakeWorkbench(3, 0);
    Learned learned =
        strategy().learn(learnMany(2), task("task-2"), withOptions(Map.of("lambda", 7.0)), third);
    assertThat(third.lastRequest.anchor().orElseThrow().strength()).isEqualTo(7.0);
    WeightImportance held = third.lastRequest.anchor().orElseThrow().importance();
    // Fisher 1 around weight 1, then Fisher 2 around weight 12.
    assertThat(value(held.precision())).isEqualTo(3f);
    assertThat(value(held.centre())).isEqualTo((1f + 2 * 12) / 3);
    assertThat(value(learned.state().importance().orElseThrow().precision())).isEqualTo(6f);
  }

  @Test
  void withADecayTheNewestWeightsAreTheCentre() {
    Learned learned =
        strategy()
            .learn(
                learnMany(1),
                task("task-1"),
                withOptions(Map.of("decay", 0.5)),
                new FakeWorkbench(2, 0));
    WeightImportance left = learned.state().importance().orElseThrow();
    assertThat(value(left.precision())).isEqualTo(0.5f * 1 + 2);
    assertThat(value(left.centre())).isEqualTo(12f);
  }

  @Test
  void withTheLastTaskGoesWhatItsWeightsWereHeldBy() {
    LearnerState two = learnMany(2);
    LearnerState one = two.without("task-0");
    assertThat(one.importance()).as("the other task is held by it").isEqualTo(two.importance());
    assertThat(one.without("task-1").importance()).isEmpty();
  }

  @Test
  void aTaskThatHasTheAdapterToItselfIsLearntAgainWithoutItsOwnPast() {
    FakeWorkbench again = new FakeWorkbench(2, 0);
    LearnerState state = learn(learnMany(1), "task-0", again).state();
    assertThat(again.lastRequest.anchor()).isEmpty();
    assertThat(state.importance())
        .contains(new WeightImportance(FakeWorkbench.weights(2), FakeWorkbench.weights(12)));
    assertThat(learnedBy(new FineTuneStrategy(), learnMany(1), "task-0").importance()).isEmpty();
  }

  @Test
  void whatWasCountedGoesWithTheAdapterThatAnotherStrategyReplaces() {
    for (ContinualStrategy other : List.of(new AdaStrategy(), new AdapterPerTaskStrategy())) {
      LearnerState replaced = learnedBy(other, learnMany(1), "task-0");
      assertThat(replaced.importance()).as(other.name()).isEmpty();
      FakeWorkbench next = new FakeWorkbench(3, 0);
      learn(replaced, "task-1", next);
      assertThat(next.lastRequest.anchor()).as(other.name()).isEmpty();
    }
    assertThat(learnedBy(new AdaStrategy(), learnMany(2), "task-2").importance())
        .as("a distilled adapter")
        .isEmpty();
  }

  @Test
  void whatWasCountedStaysWithAnAdapterThatIsTrainedOn() {
    LearnerState one = learnMany(1);
    assertThat(learnedBy(new FineTuneStrategy(), one, "task-1").importance())
        .isPresent()
        .isEqualTo(one.importance());
  }

  private LearnerState learnedBy(ContinualStrategy other, LearnerState state, String task) {
    LearnerSettings settings = withOptions(Map.of());
    return other.learn(state, task(task), settings, new FakeWorkbench(5, 0)).state();
  }
}
