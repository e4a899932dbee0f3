package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.image.PixelSize;
import java.util.Map;

/**
 * Fields of a {@code config.json}; each method refuses what it does not understand.
 *
 * @param file for messages
 */
record ConfigFields(String file, JsonNode config) {

  /**
   * @param absent what is meant where the field is missing; null where it must be there
   * @param known results by value
   */
  String choice(String key, String absent, Map<String, String> known) {
    JsonNode value = config.path(key);
    String text = value.isMissingNode() && absent != null ? absent : value.asText("");
    String result = known.get(text);
    if (result == null) {
      throw refused(
          key
              + " "
              + (value.isMissingNode() ? "is missing" : value + " is not supported")
              + ", expected one of "
              + known.keySet().stream().sorted().toList());
    }
    return result;
  }

  /** The field has one value or is not there. */
  void requirePlain(String key, String plain) {
    JsonNode value = config.path(key);
    if (!absent(value) && !value.asText().equals(plain)) {
      throw refused(key + " " + value + " is not supported, expected " + plain);
    }
  }

  int positive(String key) {
    return positive(key, 0);
  }

  int positive(String key, int absent) {
    int value = integer(key, absent);
    if (value < 1) {
      throw refused(key + " should be a whole number from 1, is " + config.path(key));
    }
    return value;
  }

  int integer(String key, int absent) {
    JsonNode value = config.path(key);
    if (absent(value)) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0) {
      throw refused(key + " should be a whole number from 0, is " + value);
    }
    return value.asInt();
  }

  boolean flag(String key, boolean absent) {
    JsonNode value = config.path(key);
    if (absent(value)) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw refused(key + " should be true or false, is " + value);
    }
    return value.asBoolean();
  }

  /** A number for both edges, or height and width. */
  PixelSize size(String key, int absent) {
    JsonNode value = config.path(key);
    if (!value.isArray()) {
      int edge = positive(key, absent);
      return new PixelSize(edge, edge);
    }
    if (value.size() != 2 || value.path(0).asInt() < 1 || value.path(1).asInt() < 1) {
      throw refused(key + " should be a whole number from 1 or a pair of them, is " + value);
    }
    return new PixelSize(value.get(0).asInt(), value.get(1).asInt());
  }

  double epsilon(double absent) {
    JsonNode value = config.path("layer_norm_eps");
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isNumber() || !(value.asDouble() > 0 && value.asDouble() < 1)) {
      throw refused("layer_norm_eps should be a number between 0 and 1, is " + value);
    }
    return value.asDouble();
  }

  BackboneException refused(String message) {
    return new BackboneException(file + ": " + message);
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
