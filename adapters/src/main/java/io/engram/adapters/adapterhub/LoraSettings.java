package io.engram.adapters.adapterhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.adapters.LoraConfig;

/** The library's {@code LoRAConfig}, as far as it changes query and value only. */
final class LoraSettings {
  static final String ARCHITECTURE = "lora";
  private static final String ADAPTER = "LoRA on query and value";

  private LoraSettings() {}

  static ObjectNode write(LoraConfig config) {
    ObjectNode node = fixed();
    if (config.alpha() == Math.rint(config.alpha())) {
      node.put("alpha", (long) config.alpha());
    } else {
      node.put("alpha", config.alpha());
    }
    node.put("dropout", 0.0);
    node.putNull("dtype");
    node.put("init_weights", "lora");
    node.putNull("init_weights_seed");
    LibraryConfig.leaveOut(node, config.fromLayer());
    node.put("r", config.rank());
    node.putNull("vera_b");
    node.putNull("vera_d");
    return node;
  }

  static LoraConfig read(JsonNode config, int rank, int fromLayer) {
    LibraryConfig.expect(config, fixed().put("r", rank), ADAPTER);
    LibraryConfig.expectNone(config, "vera_b", ADAPTER);
    LibraryConfig.expectNone(config, "vera_d", ADAPTER);
    JsonNode alpha = config.path("alpha");
    if (!alpha.isNumber() || !(alpha.asDouble() > 0)) {
      throw LibraryConfig.unsupported("alpha", "a number greater than 0", alpha);
    }
    return LoraConfig.ofAlpha(rank, alpha.asDouble(), fromLayer);
  }

  /** The settings that a LoRA of this program has; also what an imported one must have. */
  private static ObjectNode fixed() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("architecture", ARCHITECTURE)
            .put("composition_mode", "add")
            .put("intermediate_lora", false)
            .put("output_lora", false)
            .put("selfattn_lora", true)
            .put("use_dora", false)
            .put("use_gating", false);
    node.putArray("attn_matrices").add("q").add("v");
    return node;
  }
}
