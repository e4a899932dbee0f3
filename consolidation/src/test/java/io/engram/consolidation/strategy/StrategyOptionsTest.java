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
  void aDefaultThatIsSaidIsTheSameAsOneThatIsNot() {
    assertThat(Strategies.options("ewc", Map.of("lambda", 100.0, "decay", 0.9)))
        .isEqualTo(Map.of("decay", 0.9));
  }
}
