package io.engram.adapters.adapterhub;

import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.WeightFileException;

/** Where the library puts an adapter's tensors in an encoder of a family, below one layer. */
enum LibraryLayout {
  BERT("encoder", "attention.output", "output", "attention.self.query", "attention.self.value"),
  DISTILBERT(
      "transformer", "attention_adapters", "output_adapters", "attention.q_lin", "attention.v_lin"),
  VIT(
      "encoder",
      "attention_adapters",
      "output.output_adapters",
      "attention.attention.query",
      "attention.attention.value");

  private final String layers;
  private final String attention;
  private final String output;
  private final String query;
  private final String value;

  LibraryLayout(String layers, String attention, String output, String query, String value) {
    this.layers = layers + ".layer.";
    this.attention = attention;
    this.output = output;
    this.query = query;
    this.value = value;
  }

  /**
   * @throws WeightFileException when the library has no adapters for such an encoder
   */
  static LibraryLayout of(EncoderConfig encoder) {
    return switch (encoder.family()) {
      case "bert", "roberta" -> BERT;
      case "distilbert" -> DISTILBERT;
      case "vit" -> VIT;
      default ->
          throw new WeightFileException(
              "AdapterHub's library has no adapters for encoders of the family "
                  + encoder.family()
                  + "; it has them for BERT, RoBERTa, DistilBERT and ViT");
    };
  }

  /** Prefix of what sits at the end of a sub-block, {@code attention} or {@code output}. */
  String site(String layer, String subBlock) {
    return layers + layer + "." + (subBlock.equals("attention") ? attention : output) + ".";
  }

  /** Prefix of what sits at a projection, {@code query} or {@code value}. */
  String projection(String layer, String name) {
    return layers + layer + "." + (name.equals("query") ? query : value) + ".";
  }
}
