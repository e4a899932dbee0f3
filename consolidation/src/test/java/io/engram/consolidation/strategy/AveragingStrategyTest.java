package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AveragingStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new AveragingStrategy();
  }

  @Test
  void aFullPoolTakesTheMeanOfTheSlotAndTheNewAdapterWithoutTraining() {
    FakeWorkbench third = new FakeWorkbench(3, 1);
    Learned learned = learn(learnMany(2), "task-2", third);
    assertThat(third.asked).containsExactly("head", "adapter", "slot");
    assertThat(learned.state().pool().slots().get(1).weights())
        .isEqualTo(FakeWorkbench.weights(2.5f));
    assertThat(learned.log().consolidation()).isEmpty();
  }

  @Test
  void thereIsNoTeacherToShareAndOldRowsAreKeptWhereTheyAreTrainedOn() {
    assertThat(strategy().options()).containsOnlyKeys("old-weight", "warm-start");
    assertThat(strategy().needs(settings("leep", false, Map.of())).oldRows())
        .isEqualTo(OldRows.NONE);
    assertThat(strategy().needs(settings("leep", false, Map.of("old-weight", 1.0))).oldRows())
        .isEqualTo(OldRows.LABELLED);
  }
}
