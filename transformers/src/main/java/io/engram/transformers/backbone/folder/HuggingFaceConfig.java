package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import java.util.Map;

/** Hugging Face's {@code config.json} of the BERT family as an {@link BertConfig}. */
final class HuggingFaceConfig {
  /** Model types by the family whose arithmetic and names they share. */
  private static final Map<String, String> FAMILIES =
      Map.of(
          "bert", "bert",
          "roberta", "roberta",
          "xlm-roberta", "roberta",
          "camembert", "roberta",
          "distilbert", "distilbert");

  /** The last three compute the same by a rearranged formula. */
  private static final Map<String, String> ACTIVATIONS =
      Map.of(
          "gelu", "gelu",
          "gelu_python", "gelu",
          "relu", "relu",
          "gelu_new", "gelu_new",
          "gelu_fast", "gelu_new",
          "gelu_pytorch_tanh", "gelu_new");

  private static final double DEFAULT_EPSILON = 1e-12;

  private final String file;
  private final JsonNode config;

  private HuggingFaceConfig(String file, JsonNode config) {
    this.file = file;
    this.config = config;
  }

  /**
   * @param file for messages
   * @throws BackboneException when the model is of another family or needs what this encoder does
   *     not have
   */
  static BertConfig encoder(String file, JsonNode config, Pooling pooling) {
    return new HuggingFaceConfig(file, config).encoder(pooling);
  }

  private BertConfig encoder(Pooling pooling) {
    String family = choice("model_type", null, FAMILIES);
    requirePlain("position_embedding_type", "absolute");
    requirePlain("is_decoder", "false");
    requirePlain("add_cross_attention", "false");
    boolean distilled = family.equals("distilbert");
    int typeVocabulary = distilled ? 0 : integer("type_vocab_size", 2);
    int positionOffset = family.equals("roberta") ? integer("pad_token_id", 1) + 1 : 0;
    String activation = choice(distilled ? "activation" : "hidden_act", "gelu", ACTIVATIONS);
    double epsilon = distilled ? DEFAULT_EPSILON : epsilon();
    try {
      return new BertConfig(
          family,
          positive(distilled ? "n_layers" : "num_hidden_layers"),
          positive(distilled ? "dim" : "hidden_size"),
          positive(distilled ? "n_heads" : "num_attention_heads"),
          positive(distilled ? "hidden_dim" : "intermediate_size"),
          positive("vocab_size"),
          positive("max_position_embeddings"),
          typeVocabulary,
          positionOffset,
          epsilon,
          activation,
          pooling);
    } catch (IllegalArgumentException e) {
      throw new BackboneException(file + ": " + e.getMessage(), e);
    }
  }

  private double epsilon() {
    JsonNode value = config.path("layer_norm_eps");
    if (value.isMissingNode()) {
      return DEFAULT_EPSILON;
    }
    if (!value.isNumber() || !(value.asDouble() > 0 && value.asDouble() < 1)) {
      throw new BackboneException(
          file + ": layer_norm_eps should be a number between 0 and 1, is " + value);
    }
    return value.asDouble();
  }

  private String choice(String key, String absent, Map<String, String> known) {
    JsonNode value = config.path(key);
    String text = value.isMissingNode() && absent != null ? absent : value.asText("");
    String result = known.get(text);
    if (result == null) {
      throw new BackboneException(
          file
              + ": "
              + key
              + " "
              + (value.isMissingNode() ? "is missing" : value + " is not supported")
              + ", expected one of "
              + known.keySet().stream().sorted().toList());
    }
    return result;
  }

  private void requirePlain(String key, String plain) {
    JsonNode value = config.path(key);
    if (!value.isMissingNode() && !value.isNull() && !value.asText().equals(plain)) {
      throw new BackboneException(
          file + ": " + key + " " + value + " is not supported, expected " + plain);
    }
  }

  private int positive(String key) {
    int value = integer(key, 0);
    if (value < 1) {
      throw new BackboneException(
          file + ": " + key + " should be a whole number from 1, is " + config.path(key));
    }
    return value;
  }

  private int integer(String key, int absent) {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0) {
      throw new BackboneException(
          file + ": " + key + " should be a whole number from 0, is " + value);
    }
    return value.asInt();
  }
}
