package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.PixelSize;
import java.util.Map;
import java.util.Set;

/** Hugging Face's {@code config.json} as the configuration of an encoder. */
final class HuggingFaceConfig {
  /** Model types by the family whose arithmetic and names they share. */
  private static final Map<String, String> FAMILIES =
      Map.of(
          "bert", "bert",
          "roberta", "roberta",
          "xlm-roberta", "roberta",
          "camembert", "roberta",
          "distilbert", "distilbert",
          "vit", "vit",
          "deit", "deit");

  private static final Set<String> IMAGE_FAMILIES = Set.of("vit", "deit");

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
  private static final int DEFAULT_IMAGE = 224;
  private static final int DEFAULT_PATCH = 16;

  /** Trained on the class token alone, although DeiT has a distillation token. */
  private static final String DEIT_WITHOUT_TEACHER = "DeiTForImageClassification";

  private final ConfigFields fields;
  private final String family;

  private HuggingFaceConfig(ConfigFields fields) {
    this.fields = fields;
    this.family = fields.choice("model_type", null, FAMILIES);
  }

  /**
   * @param file for messages
   * @throws BackboneException when the model is of a family that is not supported
   */
  static HuggingFaceConfig of(String file, JsonNode config) {
    return new HuggingFaceConfig(new ConfigFields(file, config));
  }

  String family() {
    return family;
  }

  /** Whether the encoder takes images, see {@link #vit}, or texts, see {@link #bert}. */
  boolean takesImages() {
    return IMAGE_FAMILIES.contains(family);
  }

  /**
   * @throws BackboneException when the model needs what this encoder does not have
   */
  BertConfig bert(Pooling pooling) {
    fields.requirePlain("position_embedding_type", "absolute");
    fields.requirePlain("is_decoder", "false");
    fields.requirePlain("add_cross_attention", "false");
    boolean distilled = family.equals("distilbert");
    int typeVocabulary = distilled ? 0 : fields.integer("type_vocab_size", 2);
    int positionOffset = family.equals("roberta") ? fields.integer("pad_token_id", 1) + 1 : 0;
    try {
      return new BertConfig(
          family,
          fields.positive(distilled ? "n_layers" : "num_hidden_layers"),
          fields.positive(distilled ? "dim" : "hidden_size"),
          fields.positive(distilled ? "n_heads" : "num_attention_heads"),
          fields.positive(distilled ? "hidden_dim" : "intermediate_size"),
          fields.positive("vocab_size"),
          fields.positive("max_position_embeddings"),
          typeVocabulary,
          positionOffset,
          distilled ? DEFAULT_EPSILON : fields.epsilon(DEFAULT_EPSILON),
          fields.choice(distilled ? "activation" : "hidden_act", "gelu", ACTIVATIONS),
          pooling);
    } catch (IllegalArgumentException e) {
      throw fields.refused(e.getMessage());
    }
  }

  /**
   * For images of the size it was trained with.
   *
   * @throws BackboneException when the model needs what this encoder does not have
   */
  VitConfig vit() {
    PixelSize image = fields.size("image_size", DEFAULT_IMAGE);
    PixelSize patch = fields.size("patch_size", DEFAULT_PATCH);
    if (patch.height() != patch.width()) {
      throw fields.refused("patch_size " + patch + " is not supported, expected squares");
    }
    try {
      return new VitConfig(
          family,
          fields.positive("num_hidden_layers"),
          fields.positive("hidden_size"),
          fields.positive("num_attention_heads"),
          fields.positive("intermediate_size"),
          image,
          fields.positive("num_channels", 3),
          patch.height(),
          image.height() / patch.height(),
          image.width() / patch.width(),
          fields.flag("qkv_bias", true),
          fields.epsilon(DEFAULT_EPSILON),
          fields.choice("hidden_act", "gelu", ACTIVATIONS),
          imagePooling());
    } catch (IllegalArgumentException e) {
      throw fields.refused(e.getMessage());
    }
  }

  private Pooling imagePooling() {
    JsonNode architectures = fields.config().path("architectures");
    boolean classTokenOnly =
        family.equals("vit") || architectures.path(0).asText().equals(DEIT_WITHOUT_TEACHER);
    return classTokenOnly ? Pooling.CLS : Pooling.CLS_AND_DISTILLATION;
  }
}
