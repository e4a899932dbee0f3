package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * BERT's {@code vocab.txt} (one token a line, its number the line) and {@code
 * tokenizer_config.json} as a tokenizer definition, the way Hugging Face converts them.
 */
final class VocabularyFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHARACTERS_OF_WORD = 100;

  private final String file;
  private final JsonNode settings;
  private final Map<String, Integer> vocabulary = new LinkedHashMap<>();

  private VocabularyFile(String file, byte[] content, JsonNode settings) {
    this.file = file;
    this.settings = settings;
    String[] lines = new String(content, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1);
    int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    for (int id = 0; id < count; id++) {
      vocabulary.put(lines[id], id);
    }
  }

  /**
   * @param settings {@code tokenizer_config.json}, or null: lower case
   * @throws BackboneException when a special token is not in the vocabulary
   */
  static byte[] toDefinition(String file, byte[] content, JsonNode settings) {
    JsonNode present = settings == null ? MissingNode.getInstance() : settings;
    try {
      return JSON.writeValueAsBytes(new VocabularyFile(file, content, present).definition());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode definition() {
    String unknown = special("unk_token", "[UNK]");
    String separator = special("sep_token", "[SEP]");
    String start = special("cls_token", "[CLS]");
    ObjectNode definition = JSON.createObjectNode();
    definition.put("version", "1.0").putNull("truncation").putNull("padding");
    ArrayNode added = definition.putArray("added_tokens");
    String[] specials = {
      special("pad_token", "[PAD]"), unknown, start, separator, special("mask_token", "[MASK]")
    };
    for (String token : specials) {
      ObjectNode entry = added.addObject().put("id", id(token)).put("content", token);
      entry.put("single_word", false).put("lstrip", false).put("rstrip", false);
      entry.put("normalized", false).put("special", true);
    }
    definition.set("normalizer", normalizer());
    definition.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
    definition.set("post_processor", postProcessor(start, separator));
    definition
        .putObject("decoder")
        .put("type", "WordPiece")
        .put("prefix", "##")
        .put("cleanup", true);
    ObjectNode model = definition.putObject("model").put("type", "WordPiece");
    model.put("unk_token", unknown).put("continuing_subword_prefix", "##");
    model.put("max_input_chars_per_word", MAX_CHARACTERS_OF_WORD);
    ObjectNode words = model.putObject("vocab");
    vocabulary.forEach(words::put);
    return definition;
  }

  private ObjectNode normalizer() {
    ObjectNode normalizer = JSON.createObjectNode().put("type", "BertNormalizer");
    normalizer.put("clean_text", true);
    normalizer.put("handle_chinese_chars", settings.path("tokenize_chinese_chars").asBoolean(true));
    JsonNode accents = settings.path("strip_accents");
    if (accents.isBoolean()) {
      normalizer.put("strip_accents", accents.asBoolean());
    } else {
      normalizer.putNull("strip_accents");
    }
    normalizer.put("lowercase", settings.path("do_lower_case").asBoolean(true));
    return normalizer;
  }

  private ObjectNode postProcessor(String start, String separator) {
    ObjectNode processor = JSON.createObjectNode().put("type", "BertProcessing");
    processor.putArray("sep").add(separator).add(id(separator));
    processor.putArray("cls").add(start).add(id(start));
    return processor;
  }

  private String special(String key, String absent) {
    JsonNode value = settings.path(key);
    String token = value.isObject() ? value.path("content").asText(absent) : value.asText(absent);
    id(token);
    return token;
  }

  private int id(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new BackboneException(
          file
              + ": special token '"
              + token
              + "' is not among its "
              + vocabulary.size()
              + " lines");
    }
    return id;
  }
}
