package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.json.BoundedJson;
import java.io.IOException;

/**
 * A tokenizer's definition that lower-cases a text before anything else is done to it, as
 * sentence-transformers do where {@code sentence_bert_config.json} has {@code do_lower_case},
 * whatever the tokenizer itself does.
 */
final class LowerCased {
  private static final JsonMapper JSON = new JsonMapper();

  private LowerCased() {}

  /**
   * @param file for messages
   * @param definition of a fast tokenizer, UTF-8 JSON
   * @throws BackboneException when it is no JSON object
   */
  static byte[] definition(String file, byte[] definition) {
    try {
      JsonNode read =
          BoundedJson.read(
              definition, ArtifactSource.MAX_TOKENIZER_BYTES, BackboneImporter.MAX_TOKENIZER_DEPTH);
      if (!(read instanceof ObjectNode changed)) {
        throw new BackboneException(file + " is damaged: it holds no JSON object");
      }
      JsonNode own = changed.path("normalizer");
      ArrayNode all =
          changed.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
      all.addObject().put("type", "Lowercase");
      if (own.isObject()) {
        all.add(own);
      }
      return JSON.writeValueAsBytes(changed);
    } catch (IOException e) {
      throw new BackboneException(file + " is damaged: " + e.getMessage(), e);
    }
  }
}
