package io.engram.consolidation.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.consolidation.strategy.RouterRule;

/**
 * Settings that are younger than format 1: written where they are not as they were before there was
 * a choice, so that models and idempotence keys of older programs stay what they are.
 */
interface LearnerSettingsJson {
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  int slotWidth();

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  boolean trainHeads();

  /** What an older program did without saying so. */
  static void complete(JsonNode settings) {
    if (settings instanceof ObjectNode object) {
      if (!object.has("slotWidth")) {
        object.put("slotWidth", 0);
      }
      if (!object.has("trainHeads")) {
        object.put("trainHeads", false);
      }
      if (!object.has("router")) {
        object.put("router", RouterRule.LDA.name());
      }
    }
  }
}
