package io.engram.adapters.adapterhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.WeightFileException;

/** {@code adapter_config.json} of the library (1.3): written, and read as far as we compute it. */
final class LibraryConfig {
  private LibraryConfig() {}

  static ObjectNode write(BottleneckConfig config, String name, EncoderConfig encoder) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.set("config", bottleneck(config, encoder.hidden()));
    root.put("hidden_size", encoder.hidden());
    root.put("model_class", modelClass(encoder.family()));
    root.put("model_name", "");
    root.put("model_type", encoder.family());
    root.put("name", name);
    root.put("version", "adapters.1.3.0");
    return root;
  }

  private static String modelClass(String family) {
    return switch (family) {
      case "roberta" -> "RobertaModel";
      case "distilbert" -> "DistilBertModel";
      default -> "BertModel";
    };
  }

  /** The settings that a bottleneck of this program has; also what an imported one must have. */
  private static ObjectNode fixed(Placement placement) {
    boolean houlsby = placement == Placement.HOULSBY;
    return JsonNodeFactory.instance
        .objectNode()
        .put("adapter_residual_before_ln", false)
        .put("cross_adapter", false)
        .put("is_parallel", false)
        .put("ln_after", false)
        .put("ln_before", false)
        .put("mh_adapter", houlsby)
        .put("non_linearity", houlsby ? "swish" : "relu")
        .put("original_ln_after", true)
        .put("original_ln_before", !houlsby)
        .put("output_adapter", true)
        .put("phm_layer", false)
        .put("residual_before_ln", true)
        .put("scaling", 1.0)
        .put("use_gating", false);
  }

  private static ObjectNode bottleneck(BottleneckConfig config, int hidden) {
    ObjectNode node = fixed(config.placement());
    node.put("dropout", 0.0);
    node.put("init_weights", "bert");
    node.putNull("inv_adapter");
    node.putNull("inv_adapter_reduction_factor");
    ArrayNode leaveOut = node.putArray("leave_out");
    for (int layer = 0; layer < config.fromLayer(); layer++) {
      leaveOut.add(layer);
    }
    if (hidden % config.width() == 0) {
      node.put("reduction_factor", hidden / config.width());
    } else {
      // The library takes floor(hidden / factor): half a unit more keeps rounding off the edge.
      node.put("reduction_factor", hidden / (config.width() + 0.5));
    }
    node.put("stochastic_depth", 0.0);
    return node;
  }

  /**
   * @param width units, as the tensors have them
   * @throws WeightFileException naming the setting that this program does not compute
   */
  static BottleneckConfig read(JsonNode root, int width) {
    JsonNode config = root.path("config");
    if (!config.isObject()) {
      throw new WeightFileException(
          "adapter_config.json: 'config' should be an object, is "
              + config
              + "; save the adapter again with a present version of the library");
    }
    Placement placement =
        config.path("mh_adapter").asBoolean() ? Placement.HOULSBY : Placement.PFEIFFER;
    ObjectNode expected = fixed(placement);
    expected.properties().forEach(field -> expect(config, field.getKey(), field.getValue()));
    if (!config.path("inv_adapter").isNull() && !config.path("inv_adapter").isMissingNode()) {
      throw unsupported("inv_adapter", "null", config.get("inv_adapter"));
    }
    return new BottleneckConfig(placement, width, fromLayer(config.path("leave_out")));
  }

  private static void expect(JsonNode config, String key, JsonNode expected) {
    JsonNode actual = config.path(key);
    boolean same =
        expected.isNumber()
            ? actual.isNumber() && actual.asDouble() == expected.asDouble()
            : actual.equals(expected);
    if (!same) {
      throw unsupported(key, expected.toString(), actual);
    }
  }

  private static WeightFileException unsupported(String key, String expected, JsonNode actual) {
    return new WeightFileException(
        "adapter_config.json: '"
            + key
            + "' should be "
            + expected
            + " for an adapter of the Houlsby or Pfeiffer kind, is "
            + (actual.isMissingNode() ? "missing" : actual));
  }

  private static int fromLayer(JsonNode leaveOut) {
    for (int layer = 0; layer < leaveOut.size(); layer++) {
      if (leaveOut.get(layer).asInt(-1) != layer) {
        throw unsupported("leave_out", "[0, 1, ... s-1]", leaveOut);
      }
    }
    return leaveOut.size();
  }
}
