package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.training.TrainingConfig;
import io.engram.consolidation.distillation.StudentStart;
import io.engram.consolidation.strategy.AdapterChoice;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LearningParamsTest {

  @Test
  void paramsThatNobodySetAreTheProgramsDefaults() {
    assertThat(new ContinualClassifier().learning().choice()).isEqualTo(SettingsChoice.defaults());
  }

  @Test
  void everyParamReachesTheSettings() {
    ContinualClassifier stage =
        new ContinualClassifier()
            .setStrategy("averaging")
            .setStrategyOptions("warm-start=1", "ensemble = 1")
            .setPoolSize(3)
            .setTransferability("transrate")
            .setAdapter("lora")
            .setReduction(12)
            .setRank(5)
            .setAlpha(7)
            .setFromLayer(2)
            .setMaxLength(31)
            .setEpochs(6)
            .setBatchSize(9)
            .setLearningRate(.25)
            .setHeadLearningRate(.5)
            .setDistillationEpochs(11)
            .setStudentStart("learnt")
            .setSlotWidth(13)
            .setTrainHeads(true)
            .setReservoirRows(17)
            .setIdentity("auto")
            .setRouter("random-features")
            .setSeed(19);
    TrainingConfig task = TrainingConfig.forTask(0);
    assertThat(stage.learning().choice())
        .isEqualTo(
            new SettingsChoice(
                "averaging",
                3,
                "transrate",
                new AdapterChoice(AdapterKind.LORA, 12, 5, 7),
                OptionalInt.of(2),
                OptionalInt.of(31),
                new TrainingConfig(
                    .25,
                    .5,
                    task.weightDecay(),
                    task.warmupFraction(),
                    6,
                    9,
                    task.patience(),
                    task.balanceClasses(),
                    task.seed()),
                TrainingConfig.forConsolidation(0).withEpochs(11),
                StudentStart.LEARNT,
                13,
                true,
                17,
                IdentityRule.AUTO,
                OptionalLong.of(19),
                new TreeMap<>(Map.of("warm-start", 1.0, "ensemble", 1.0)),
                RouterRule.RANDOM_FEATURES));
  }
}
