package io.engram.transformers.backbone.folder;

import static io.engram.transformers.backbone.folder.JsonFields.integer;
import static io.engram.transformers.backbone.folder.JsonFields.required;
import static io.engram.transformers.backbone.folder.JsonFields.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  /** Texts came first: a program that knows no images refuses theirs by its number. */
  private static final int TEXT_FORMAT = 1;

  private static final int IMAGE_FORMAT = 2;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 16;
  private static final int MAX_DEPTH = 8;

  byte[] toJson() {
    ObjectNode document = JSON.createObjectNode();
    document.put("format", format());
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
   * SHA-256 over everything that decides a vector: encoder, prefix and maximum length or image
   * settings, hashes of weights and tokenizer. Name, source and licence do not count.
   */
  String contentHash() {
    return ContentHash.sha256((format() + identity().toString()).getBytes(StandardCharsets.UTF_8));
  }

  private int format() {
    return config instanceof BackboneConfig.Image ? IMAGE_FORMAT : TEXT_FORMAT;
  }

  private ObjectNode identity() {
    ObjectNode node = JSON.createObjectNode();
    EncoderJson.put(node.putObject("encoder"), config.encoder());
    if (config instanceof BackboneConfig.Text texts) {
      node.put("textPrefix", texts.textPrefix());
      node.put("maxLength", texts.maxLength());
    } else if (config instanceof BackboneConfig.Image images) {
      ImageSettingsJson.put(node.putObject("images"), images.images());
    }
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

  /**
   * Parses.
   *
   * @param name the file, for messages
   */
  static BackboneDocument parse(String name, byte[] json) {
    try {
      JsonNode document = BoundedJson.read(json, MAX_BYTES, MAX_DEPTH);
      JsonNode format = required(document, "format");
      if (format.asInt() != TEXT_FORMAT && format.asInt() != IMAGE_FORMAT) {
        throw new BackboneException(
            name
                + ": this program reads backbone formats "
                + TEXT_FORMAT
                + " and "
                + IMAGE_FORMAT
                + ", the file has "
                + format
                + "; use the version that wrote it");
      }
      BackboneConfig config = format.asInt() == IMAGE_FORMAT ? images(document) : texts(document);
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

  private static BackboneConfig.Text texts(JsonNode document) {
    return new BackboneConfig.Text(
        text(document, "name"),
        text(document, "source"),
        text(document, "licence"),
        EncoderJson.bert(required(document, "encoder")),
        text(document, "textPrefix"),
        integer(document, "maxLength"));
  }

  private static BackboneConfig.Image images(JsonNode document) {
    return new BackboneConfig.Image(
        text(document, "name"),
        text(document, "source"),
        text(document, "licence"),
        EncoderJson.vit(required(document, "encoder")),
        ImageSettingsJson.read(required(document, "images")));
  }
}
