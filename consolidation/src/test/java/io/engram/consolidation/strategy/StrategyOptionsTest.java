package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.task.SettingRefusedException;
import io.engram.transformers.backbone.TinyBackbone;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategyOptionsTest {
  @Test
  void anOptionTheStrategyDoesNotHaveIsRefusedAndThoseItHasAreNamed() {
    assertThatThrownBy(() -> Strategies.options("ewc", Map.of("lamda", 1.0)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessage("strategy ewc has the options decay, ensemble, lambda, not 'lamda'");
    assertThatThrownBy(() -> Strategies.options("joint", Map.of("lambda", 1.0)))
        .hasMessage("strategy joint has the options ensemble, not 'lambda'");
  }

  @ParameterizedTest
  @CsvSource({
    "ewc, lambda, -5.0, option lambda of strategy ewc is a number of 0 or more",
    "ewc, decay, -1.0, option decay of strategy ewc is 0 to 1",
    "fusion, fusion-learning-rate, 2.0, of strategy fusion is above 0 and below 1",
    "replay, old-weight, 0.0, option old-weight of strategy replay is a number above 0",
    "replay, old-weight, NaN, option old-weight of strategy replay is a number above 0",
    "replay, old-weight, Infinity, option old-weight of strategy replay is a number above 0",
    "ada, warm-start, 0.5, option warm-start of strategy ada is 0 or 1",
    "averaging, old-weight, -1.0, option old-weight of strategy averaging is a number of 0 or more",
  })
  void aValueOutOfItsRangeIsRefusedBeforeAnythingIsRead(
      String strategy, String option, double value, String why) {
    assertThatThrownBy(() -> chosen(strategy, Map.of(option, value)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining(why + ", got " + value);
  }

  @Test
  void optionsThatDoNotFitEachOtherAreRefusedBeforeAnythingIsRead() {
    assertThatThrownBy(() -> chosen("ada", Map.of("learnt-share", 0.5)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContainingAll("option learnt-share of strategy ada", "give old-weight=1 too");
  }

  private static LearnerSettings chosen(String strategy, Map<String, Double> options) {
    return ChangedChoice.of(SettingsChoice.defaults())
        .strategy(strategy)
        .options(options)
        .choice()
        .on(TinyBackbone.config());
  }

  @Test
  void aDefaultThatIsSaidIsTheSameAsOneThatIsNot() {
    assertThat(Strategies.options("ewc", Map.of("lambda", 100.0, "decay", 0.9)))
        .isEqualTo(Map.of("decay", 0.9));
  }
}
