package io.engram.consolidation.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.AdapterConfig;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.transformers.json.BoundedJson;
import java.io.IOException;

/** {@code model.json} as text: read within bounds and strictly, written as the format says. */
final class ModelJson {
  private static final int MAX_BYTES = 256 << 20;
  private static final int MAX_DEPTH = 32;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(AdapterConfig.class, AdapterConfigJson.class)
          .addMixIn(LearnerSettings.class, LearnerSettingsJson.class)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private ModelJson() {}

  static byte[] write(ModelDocument document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("model document cannot be written: " + e.getMessage(), e);
    }
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static ModelDocument.Fused fused(JsonNode slot) {
    try {
      return MAPPER.treeToValue(slot, ModelDocument.Fused.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "model.json cannot be read: the fusion " + slot + ": " + e.getOriginalMessage(), e);
    }
  }

  static ModelDocument parse(byte[] json) {
    try {
      JsonNode tree = BoundedJson.read(json, MAX_BYTES, MAX_DEPTH);
      int format = tree.path("format").asInt(-1);
      String kind = tree.path("kind").asText();
      if (format != ModelDocument.FORMAT || !kind.equals(ModelDocument.KIND)) {
        throw new IllegalArgumentException(
            "model.json has format "
                + format
                + " and kind '"
                + kind
                + "'; this version of Engram reads format "
                + ModelDocument.FORMAT
                + " of kind '"
                + ModelDocument.KIND
                + "': use a newer Engram");
      }
      LearnerSettingsJson.complete(tree.path("settings"));
      return MAPPER.treeToValue(tree, ModelDocument.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("model.json cannot be read: " + e.getMessage(), e);
    }
  }
}
