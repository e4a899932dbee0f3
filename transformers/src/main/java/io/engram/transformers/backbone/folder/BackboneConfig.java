package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.input.InputKind;

/** What a backbone is, beside its weights and, of one for texts, its tokenizer. */
public sealed interface BackboneConfig {

  /** Short name, such as {@code minilm}. */
  String name();

  /** The same under another name. */
  BackboneConfig named(String other);

  /** Where it came from, for people. */
  String source();

  /** Licence of the weights, as their source states it. */
  String licence();

  /** Shape and arithmetic. */
  EncoderConfig encoder();

  /** What it takes. */
  InputKind kind();

  /** Longest input in tokens the backbone was made for. */
  int maxLength();

  /**
   * Of texts.
   *
   * @param textPrefix put before every text; empty for most
   * @param maxLength at most the encoder's positions
   */
  record Text(
      String name,
      String source,
      String licence,
      BertConfig encoder,
      String textPrefix,
      int maxLength)
      implements BackboneConfig {

    public Text {
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

    @Override
    public Text named(String other) {
      return new Text(other, source, licence, encoder, textPrefix, maxLength);
    }

    @Override
    public InputKind kind() {
      return InputKind.TEXT;
    }
  }

  /**
   * Of images.
   *
   * @param images how an image becomes what the encoder takes
   */
  record Image(String name, String source, String licence, VitConfig encoder, ImageSettings images)
      implements BackboneConfig {

    public Image {
      String mismatch = encoder.mismatch(images);
      if (mismatch != null) {
        throw new IllegalArgumentException("backbone " + name + ": " + mismatch);
      }
    }

    @Override
    public Image named(String other) {
      return new Image(other, source, licence, encoder, images);
    }

    @Override
    public InputKind kind() {
      return InputKind.IMAGE;
    }

    /** Tokens of every image. */
    @Override
    public int maxLength() {
      return encoder.maxLength();
    }
  }
}
