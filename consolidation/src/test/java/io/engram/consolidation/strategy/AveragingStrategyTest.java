package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.distillation.RandomParts;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.TinyBackbone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  void ofTwoWidthsTheNarrowerIsWidenedByUnitsThatChangeNothing() {
    EncoderConfig encoder = TinyBackbone.config();
    AdapterWeights slot = RandomParts.adapter(encoder, AdapterKind.PFEIFFER, 1, 2);
    AdapterWeights learnt = RandomParts.adapter(encoder, AdapterKind.PFEIFFER, 2, 5);
    LearnerState state =
        new LearnerState(
            0, AdapterPool.empty(1).append(slot, "old"), List.of(), new Reservoir(0, 0));
    TrainedTask trained =
        new TrainedTask(
            learnt, FakeWorkbench.head(1), new TrainingReport(1, 1, List.of(), List.of(), 1, 1, 0));
    AdapterWeights mean =
        new AveragingStrategy()
            .consolidate(
                state,
                0,
                new OwnAdapter(trained, Optional.empty(), Map.of()),
                settings(LearnerSettings.IdentityRule.NEVER),
                new FakeWorkbench(0, 0))
            .weights();
    assertThat(mean.config()).isEqualTo(learnt.config());
    mean.tensors()
        .forEach(
            (name, tensor) -> {
              if (name.endsWith("up.weight")) {
                float[] narrow = slot.tensors().get(name).values();
                float[] wide = learnt.tensors().get(name).values();
                for (int i = 0; i < tensor.values().length; i++) {
                  float old = i % 5 < 2 ? narrow[i / 5 * 2 + i % 5] : 0;
                  assertThat(tensor.values()[i]).isEqualTo((old + wide[i]) / 2);
                }
              }
            });
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
