package io.engram.consolidation.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class IdentityRuleTest {

  @Test
  void settingsThatWereStoredWithTheOlderNameAreRead() throws IOException {
    JsonMapper json = new JsonMapper();
    assertThat(json.readValue("\"WHEN_NOT_WORSE\"", IdentityRule.class))
        .isEqualTo(IdentityRule.AUTO);
    for (IdentityRule rule : IdentityRule.values()) {
      assertThat(json.readValue(json.writeValueAsBytes(rule), IdentityRule.class)).isEqualTo(rule);
      assertThat(IdentityRule.of(rule.shortName())).isEqualTo(rule);
    }
  }
}
