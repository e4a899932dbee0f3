package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;

/** Fields of {@code engram-backbone.json}; all are required. */
final class JsonFields {
  private JsonFields() {}

  static JsonNode required(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return value;
  }

  static String text(JsonNode node, String key) {
    JsonNode value = required(node, key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + key + "' should be text, is " + value);
    }
    return value.asText();
  }

  static int integer(JsonNode node, String key) {
    JsonNode value = required(node, key);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException("'" + key + "' should be a whole number, is " + value);
    }
    return value.asInt();
  }

  static double number(JsonNode node, String key) {
    JsonNode value = required(node, key);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("'" + key + "' should be a number, is " + value);
    }
    return value.asDouble();
  }

  static boolean flag(JsonNode node, String key) {
    JsonNode value = required(node, key);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("'" + key + "' should be true or false, is " + value);
    }
    return value.asBoolean();
  }
}
