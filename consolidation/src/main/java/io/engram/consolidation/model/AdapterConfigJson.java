package io.engram.consolidation.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.FullConfig;
import io.engram.adapters.LoraConfig;
import java.io.IOException;

/**
 * An adapter's configuration in FORMAT.md: {@code {"kind","width","fromLayer"}}, of a LoRA {@code
 * {"kind","rank","scale","fromLayer"}}.
 */
@JsonSerialize(using = AdapterConfigJson.Writer.class)
@JsonDeserialize(using = AdapterConfigJson.Reader.class)
interface AdapterConfigJson {
  /** So that a configuration can be written by itself. */
  record Holder(@JsonProperty("config") AdapterConfig config) {}

  /** Writes the fields of its kind. */
  final class Writer extends JsonSerializer<AdapterConfig> {
    @Override
    public void serialize(AdapterConfig config, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      json.writeStringField("kind", config.kind().shortName());
      if (config instanceof LoraConfig lora) {
        json.writeNumberField("rank", lora.rank());
        json.writeNumberField("scale", lora.scale());
      } else {
        json.writeNumberField("width", config.width());
      }
      json.writeNumberField("fromLayer", config.fromLayer());
      json.writeEndObject();
    }
  }

  /** Reads them. */
  final class Reader extends JsonDeserializer<AdapterConfig> {
    @Override
    public AdapterConfig deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode tree = parser.readValueAsTree();
      String name = tree.path("kind").asText();
      AdapterKind kind = AdapterKind.named(name).orElse(null);
      if (kind == null) {
        throw new IOException(
            "adapter of unknown kind '" + name + "', known: " + AdapterKind.shortNames());
      }
      int fromLayer = tree.path("fromLayer").asInt();
      return switch (kind) {
        case HOULSBY ->
            new BottleneckConfig(Placement.HOULSBY, tree.path("width").asInt(), fromLayer);
        case PFEIFFER ->
            new BottleneckConfig(Placement.PFEIFFER, tree.path("width").asInt(), fromLayer);
        case FULL -> new FullConfig(tree.path("width").asInt(), fromLayer);
        case LORA ->
            new LoraConfig(tree.path("rank").asInt(), tree.path("scale").asDouble(), fromLayer);
      };
    }
  }
}
