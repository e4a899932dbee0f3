package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * BERT's {@code vocab.txt} (one token a line, its number the line), {@code tokenizer_config.json}
 * and {@code added_tokens.json} as a tokenizer definition, the way Hugging Face converts them.
 */
final class VocabularyFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHARACTERS_OF_WORD = 100;

  private final String file;
  private final JsonNode settings;
  private final AddedTokens added;
  private final Map<String, Integer> vocabulary = new LinkedHashMap<>();

  private VocabularyFile(String file, byte[] content, JsonNode settings, JsonNode added) {
    this.file = file;
    this.settings = settings;
    this.added = new AddedTokens(settings, added);
    String[] lines = new String(content, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1);
    int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    for (int id = 0; id < count; id++) {
      vocabulary.put(lines[id], id);
    }
  }

  /**
   * The vocabulary alone: lower case, no added tokens.
   *
   * @throws BackboneException when a special token is not in the vocabulary
   */
  static byte[] toDefinition(String file, byte[] content) {
    JsonNode absent = MissingNode.getInstance();
    return toDefinition(file, content, absent, absent);
  }

  /**
   * @param settings {@code tokenizer_config.json}, or a missing node
   * @param added {@code added_tokens.json}, or a missing node
   * @throws BackboneException when a special token is not in the vocabulary and was not added
   */
  static byte[] toDefinition(String file, byte[] content, JsonNode settings, JsonNode added) {
    try {
      return JSON.writeValueAsBytes(
          new VocabularyFile(file, content, settings, added).definition());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode definition() {
    String unknown = special("unk_token", "[UNK]");
    if (!vocabulary.containsKey(unknown)) {
      throw absent(unknown);
    }
    String separator = special("sep_token", "[SEP]");
    String start = special("cls_token", "[CLS]");
    ObjectNode definition = JSON.createObjectNode();
    definition.put("version", "1.0").putNull("truncation").putNull("padding");
    special("pad_token", "[PAD]");
    special("mask_token", "[MASK]");
    settings.path("additional_special_tokens").forEach(token -> special(content(token, "")));
    definition.set("added_tokens", added.toJson());
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
    return special(content(settings.path(key), absent));
  }

  private String special(String token) {
    added.special(token, id(token));
    return token;
  }

  private static String content(JsonNode token, String absent) {
    return token.isObject() ? token.path("content").asText(absent) : token.asText(absent);
  }

  private int id(String token) {
    Integer id = vocabulary.get(token);
    return id != null ? id : added.id(token).orElseThrow(() -> absent(token));
  }

  private BackboneException absent(String token) {
    String lines = "' is not among its " + vocabulary.size() + " lines";
    return new BackboneException(file + ": special token '" + token + lines);
  }
}
