package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.BertConfig;

/**
 * What a backbone is, beside its weights and its tokenizer.
 *
 * @param name short name, such as {@code minilm}
 * @param source where it came from, for people
 * @param licence licence of the weights, as its source states it
 * @param encoder shape and arithmetic
 * @param textPrefix put before every text; empty for most
 * @param maxLength longest text in tokens the backbone was made for
 */
public record BackboneConfig(
    String name,
    String source,
    String licence,
    BertConfig encoder,
    String textPrefix,
    int maxLength) {

  public BackboneConfig {
    if (maxLength < 1 || maxLength > encoder.maxLength()) {
      throw new IllegalArgumentException(
          "backbone "
              + name
              + ": maximum length should be 1 to "
              + encoder.maxLength()
              + " tokens (the encoder's positions), is "
              + maxLength);
    }
  }
}
