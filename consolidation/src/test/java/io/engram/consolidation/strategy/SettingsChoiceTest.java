package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.training.TrainingConfig;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsChoiceTest {
  private static final BertConfig ENCODER =
      new BertConfig("bert", 3, 32, 4, 48, 60, 16, 2, 0, 1e-12, "gelu", Pooling.MEAN);

  @ParameterizedTest
  @CsvSource({"FULL, 5e-5, 5e-5", "FULL, 1e-2, 1e-3", "HOULSBY, 5e-5, 1e-3"})
  void aChangeOfAllWeightsIsConsolidatedNoFasterThanItWasTrained(
      AdapterKind kind, double trained, double consolidated) {
    SettingsChoice d = SettingsChoice.defaults();
    TrainingConfig training = d.training().withAdapterLearningRate(trained);
    LearnerSettings settings =
        ChangedChoice.of(d)
            .adapter(new AdapterChoice(kind, 16, 8, 8))
            .trained(training, d.consolidation())
            .choice()
            .on(ENCODER);
    assertThat(settings.consolidation().adapterLearningRate()).isEqualTo(consolidated);
    assertThat(settings.training().adapterLearningRate()).isEqualTo(trained);
  }
}
