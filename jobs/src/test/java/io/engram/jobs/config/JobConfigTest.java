package io.engram.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JobConfigTest {

  @Test
  void anOptionOfAStrategyThatIsNoNumberIsRefusedWithItsLineKeyAndValue() {
    String settings =
        "learn {\n  strategy-options { decay = 0.9, lambda = much }\n  rank = 1.2.3\n}";
    assertThatThrownBy(() -> JobConfig.overlay("mine.conf", settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("mine.conf")
        .hasMessageContaining("line 2: learn.strategy-options.lambda must be a number")
        .hasMessageContaining("much")
        .hasMessageContaining("line 3: learn.rank must be a number")
        .hasMessageNotContaining("decay");
  }

  @Test
  void numbersOfAllFormsAreTaken() {
    JobConfig config =
        JobConfig.overlay("mine.conf", "learn.strategy-options { a = 10, b = .5, c = -1e-3 }");
    assertThat(config.section("learn.strategy-options")).containsOnlyKeys("a", "b", "c");
  }
}
