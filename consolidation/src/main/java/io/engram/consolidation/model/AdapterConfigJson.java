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
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** {@code {"kind","width","fromLayer"}}: an adapter's configuration in FORMAT.md. */
@JsonSerialize(using = AdapterConfigJson.Writer.class)
@JsonDeserialize(using = AdapterConfigJson.Reader.class)
interface AdapterConfigJson {
  /** Kinds this version knows. */
  Set<String> KINDS = Set.of("houlsby", "pfeiffer");

  /** So that a configuration can be written by itself. */
  record Holder(@JsonProperty("config") AdapterConfig config) {}

  /** Writes the three fields. */
  final class Writer extends JsonSerializer<AdapterConfig> {
    @Override
    public void serialize(AdapterConfig config, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      json.writeStringField("kind", config.kind());
      if (config instanceof BottleneckConfig bottleneck) {
        json.writeNumberField("width", bottleneck.width());
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
      String kind = tree.path("kind").asText();
      if (!KINDS.contains(kind)) {
        throw new IOException("adapter of unknown kind '" + kind + "', known: " + KINDS);
      }
      return new BottleneckConfig(
          Placement.valueOf(kind.toUpperCase(Locale.ROOT)),
          tree.path("width").asInt(),
          tree.path("fromLayer").asInt());
    }
  }
}
