package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.task.SettingRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrategyOptionsTest {
  @Test
  void anOptionTheStrategyDoesNotHaveIsRefusedAndThoseItHasAreNamed() {
    assertThatThrownBy(() -> Strategies.options("ewc", Map.of("lamda", 1.0)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessage("strategy ewc has the options decay, ensemble, lambda, not 'lamda'");
    assertThatThrownBy(() -> Strategies.options("joint", Map.of("lambda", 1.0)))
        .hasMessage("strategy joint has the options ensemble, not 'lambda'");
  }

  @Test
  void aValueOutOfItsRangeIsRefusedBeforeAnythingIsLearnt() {
    assertThatThrownBy(() -> Strategies.options("ewc", Map.of("lambda", -5.0)))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessage("option lambda of strategy ewc is a number of 0 or more, got -5.0");
    assertThatThrownBy(() -> Strategies.options("ewc", Map.of("decay", -1.0)))
        .hasMessage("option decay of strategy ewc is 0 to 1, got -1.0");
    assertThatThrownBy(() -> Strategies.options("fusion", Map.of("fusion-learning-rate", 2.0)))
        .hasMessageContaining("fusion-learning-rate of strategy fusion is above 0 and below 1");
  }

  @Test
  void aDefaultThatIsSaidIsTheSameAsOneThatIsNot() {
    assertThat(Strategies.options("ewc", Map.of("lambda", 100.0, "decay", 0.9)))
        .isEqualTo(Map.of("decay", 0.9));
  }
}
