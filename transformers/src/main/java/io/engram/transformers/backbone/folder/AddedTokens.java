package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tokens that are cut out of a text before words are: the special ones, and those that were added
 * to a vocabulary later. They are read as transformers 4.57 reads them when it makes a fast
 * tokenizer of {@code vocab.txt}: {@code added_tokens_decoder} of {@code tokenizer_config.json}
 * where it is there, else {@code added_tokens.json}.
 */
final class AddedTokens {
  private static final String DECODER = "added_tokens_decoder";
  private static final List<String> FLAGS = List.of("single_word", "lstrip", "rstrip");

  private final Map<String, ObjectNode> tokens = new HashMap<>();
  private final boolean described;

  /**
   * @param settings {@code tokenizer_config.json}
   * @param added {@code added_tokens.json}: ids by token
   * @throws BackboneException when an id is no number from 0 up
   */
  AddedTokens(JsonNode settings, JsonNode added) {
    described = settings.path(DECODER).isObject();
    if (described) {
      for (Map.Entry<String, JsonNode> token : settings.path(DECODER).properties()) {
        JsonNode flags = token.getValue();
        String content = flags.path("content").asText();
        ObjectNode entry = put(content, id(DECODER, content, token.getKey()));
        FLAGS.forEach(flag -> entry.put(flag, flags.path(flag).asBoolean(false)));
        boolean special = flags.path("special").asBoolean(false);
        entry.put("normalized", flags.path("normalized").asBoolean(!special));
        entry.put("special", special);
      }
    } else {
      added
          .properties()
          .forEach(
              token -> {
                String id = token.getValue().asText();
                put(token.getKey(), id("added_tokens.json", token.getKey(), id));
              });
    }
  }

  /** The id of a token that is not in the vocabulary, or that is there as well. */
  OptionalInt id(String token) {
    ObjectNode entry = tokens.get(token);
    return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.path("id").asInt());
  }

  /** Makes a token special; what {@code added_tokens_decoder} says of it stays. */
  void special(String token, int id) {
    if (!described || !tokens.containsKey(token)) {
      put(token, id).put("normalized", false);
    }
    tokens.get(token).put("special", true);
  }

  /** As a tokenizer definition lists them: by id. */
  ArrayNode toJson() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    tokens.values().stream()
        .sorted(Comparator.comparingInt(entry -> entry.path("id").asInt()))
        .forEach(list::add);
    return list;
  }

  private ObjectNode put(String content, int id) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put("id", id).put("content", content);
    FLAGS.forEach(flag -> entry.put(flag, false));
    entry.put("normalized", true).put("special", false);
    tokens.put(content, entry);
    return entry;
  }

  private static int id(String place, String content, String id) {
    if (!id.matches("[0-9]{1,9}")) {
      throw new BackboneException(
          place + ": token '" + content + "' has the id '" + id + "', expected a number");
    }
    return Integer.parseInt(id);
  }
}
