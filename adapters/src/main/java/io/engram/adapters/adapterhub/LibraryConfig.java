package io.engram.adapters.adapterhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.adapters.AdapterConfig;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.LoraConfig;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.WeightFileException;

/** {@code adapter_config.json} of the library (1.3): written, and read as far as we compute it. */
final class LibraryConfig {
  private LibraryConfig() {}

  static ObjectNode write(AdapterConfig config, String name, EncoderConfig encoder) {
    ObjectNode settings =
        config instanceof LoraConfig lora
            ? LoraSettings.write(lora)
            : BottleneckSettings.write((BottleneckConfig) config, encoder.hidden());
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.set("config", settings);
    describe(root, name, encoder);
    return root;
  }

  /** Writes what it belongs to. */
  static void describe(ObjectNode root, String name, EncoderConfig encoder) {
    root.put("hidden_size", encoder.hidden());
    root.put("model_class", modelClass(encoder.family()));
    root.put("model_name", "");
    root.put("model_type", encoder.family());
    root.put("name", name);
    root.put("version", "adapters.1.3.0");
  }

  /** Writes which layers are plain. */
  static void leaveOut(ObjectNode settings, int fromLayer) {
    ArrayNode leaveOut = settings.putArray("leave_out");
    for (int layer = 0; layer < fromLayer; layer++) {
      leaveOut.add(layer);
    }
  }

  private static String modelClass(String family) {
    return switch (family) {
      case "roberta" -> "RobertaModel";
      case "distilbert" -> "DistilBertModel";
      case "vit" -> "ViTModel";
      default -> "BertModel";
    };
  }

  /**
   * @param width units, as the tensors have them
   * @throws WeightFileException naming the setting that this program does not compute
   */
  static AdapterConfig read(JsonNode root, int width) {
    JsonNode config = root.path("config");
    if (!config.isObject()) {
      throw new WeightFileException(
          "adapter_config.json: 'config' should be an object, is "
              + config
              + "; save the adapter again with a present version of the library");
    }
    int fromLayer = fromLayer(config.path("leave_out"));
    return config.path("architecture").asText("").equals(LoraSettings.ARCHITECTURE)
        ? LoraSettings.read(config, width, fromLayer)
        : BottleneckSettings.read(config, width, fromLayer);
  }

  /** Every setting of {@code expected} as it is there, numbers by value. */
  static void expect(JsonNode config, ObjectNode expected, String adapter) {
    expected
        .properties()
        .forEach(
            field -> {
              JsonNode actual = config.path(field.getKey());
              JsonNode wanted = field.getValue();
              boolean same =
                  wanted.isNumber()
                      ? actual.isNumber() && actual.asDouble() == wanted.asDouble()
                      : actual.equals(wanted);
              if (!same) {
                throw unsupported(field.getKey(), wanted + " for " + adapter, actual);
              }
            });
  }

  /** The setting is null or not there at all. */
  static void expectNone(JsonNode config, String key, String adapter) {
    JsonNode actual = config.path(key);
    if (!actual.isNull() && !actual.isMissingNode()) {
      throw unsupported(key, "null for " + adapter, actual);
    }
  }

  static WeightFileException unsupported(String key, String expected, JsonNode actual) {
    return new WeightFileException(
        "adapter_config.json: '"
            + key
            + "' should be "
            + expected
            + ", is "
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
