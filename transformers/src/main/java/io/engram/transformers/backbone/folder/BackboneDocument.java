package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code engram-backbone.json}.
 *
 * @param files the other files of the folder, sorted by path
 */
record BackboneDocument(BackboneConfig config, List<LakeFile> files) {
  static final int FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 16;
  private static final int MAX_DEPTH = 8;

  byte[] toJson() {
    ObjectNode document = JSON.createObjectNode();
    document.put("format", FORMAT);
    document.put("name", config.name());
    document.put("source", config.source());
    document.put("licence", config.licence());
    document.setAll(identity());
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
      return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * SHA-256 over everything that decides a vector: encoder, prefix, maximum length, hashes of
   * weights and tokenizer. Name, source and licence do not count.
   */
  String contentHash() {
    return ContentHash.sha256((FORMAT + identity().toString()).getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode identity() {
    ObjectNode node = JSON.createObjectNode();
    putEncoder(node.putObject("encoder"), config.encoder());
    node.put("textPrefix", config.textPrefix());
    node.put("maxLength", config.maxLength());
    ArrayNode entries = node.putArray("files");
    for (LakeFile file : files) {
      entries
          .addObject()
          .put("path", file.path())
          .put("length", file.length())
          .put("sha256", file.sha256());
    }
    return node;
  }

  private static void putEncoder(ObjectNode node, BertConfig encoder) {
    node.put("family", encoder.family());
    node.put("layers", encoder.layers());
    node.put("hidden", encoder.hidden());
    node.put("heads", encoder.heads());
    node.put("intermediate", encoder.intermediate());
    node.put("vocabulary", encoder.vocabulary());
    node.put("maxPositions", encoder.maxPositions());
    node.put("typeVocabulary", encoder.typeVocabulary());
    node.put("positionOffset", encoder.positionOffset());
    node.put("layerNormEpsilon", encoder.layerNormEpsilon());
    node.put("activation", encoder.activation());
    node.put("pooling", encoder.pooling().name());
  }

  /**
   * Parses.
   *
   * @param name the file, for messages
   */
  static BackboneDocument parse(String name, byte[] json) {
    try {
      JsonNode document = BoundedJson.read(json, MAX_BYTES, MAX_DEPTH);
      JsonNode format = required(document, "format");
      if (format.asInt() != FORMAT) {
        throw new BackboneException(
            name
                + ": this program reads backbone format "
                + FORMAT
                + ", the file has "
                + format
                + "; use the version that wrote it");
      }
      BackboneConfig config =
          new BackboneConfig(
              text(document, "name"),
              text(document, "source"),
              text(document, "licence"),
              encoder(required(document, "encoder")),
              text(document, "textPrefix"),
              integer(document, "maxLength"));
      List<LakeFile> files = new ArrayList<>();
      for (JsonNode file : required(document, "files")) {
        files.add(
            new LakeFile(
                text(file, "path"), required(file, "length").asLong(-1), text(file, "sha256")));
      }
      return new BackboneDocument(config, List.copyOf(files));
    } catch (IOException | IllegalArgumentException e) {
      throw new BackboneException(name + ": damaged: " + e.getMessage(), e);
    }
  }

  private static BertConfig encoder(JsonNode node) {
    return new BertConfig(
        text(node, "family"),
        integer(node, "layers"),
        integer(node, "hidden"),
        integer(node, "heads"),
        integer(node, "intermediate"),
        integer(node, "vocabulary"),
        integer(node, "maxPositions"),
        integer(node, "typeVocabulary"),
        integer(node, "positionOffset"),
        required(node, "layerNormEpsilon").asDouble(),
        text(node, "activation"),
        Pooling.valueOf(text(node, "pooling")));
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = required(node, key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + key + "' should be text, is " + value);
    }
    return value.asText();
  }

  private static int integer(JsonNode node, String key) {
    JsonNode value = required(node, key);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException("'" + key + "' should be a whole number, is " + value);
    }
    return value.asInt();
  }

  private static JsonNode required(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return value;
  }
}
