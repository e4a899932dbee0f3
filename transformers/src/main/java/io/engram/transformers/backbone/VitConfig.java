package io.engram.transformers.backbone;

import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.input.InputKind;

/**
 * A pre-LayerNorm encoder of images: ViT (Dosovitskiy et al. 2021) and DeiT (Touvron et al. 2021).
 * An image is a grid of square patches, a token each, in the order of reading; pixels at the right
 * and lower edge that fill no patch are ignored. The class token comes first, then the distillation
 * token where there is one.
 *
 * @param family "vit" (class token) or "deit" (class and distillation token)
 * @param image size of what is encoded
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param patch height and width of a patch in pixels
 * @param positionRows rows of patches that the weights have position embeddings for; they are
 *     interpolated when the image has another grid
 * @param positionColumns columns of patches, likewise
 * @param projectionBias whether query, key and value have a bias
 * @param pooling of the states after the final LayerNorm
 */
public record VitConfig(
    String family,
    int layers,
    int hidden,
    int heads,
    int intermediate,
    PixelSize image,
    int channels,
    int patch,
    int positionRows,
    int positionColumns,
    boolean projectionBias,
    double layerNormEpsilon,
    String activation,
    Pooling pooling)
    implements EncoderConfig {

  public VitConfig {
    EncoderConfig.requireHeads(layers, hidden, heads);
    if (!family.equals("vit") && !family.equals("deit")) {
      throw new IllegalArgumentException("image encoder should be vit or deit, is " + family);
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "images have 1 channel (grey) or 3 (red, green, blue), the encoder has " + channels);
    }
    if (patch < 1 || image.height() < patch || image.width() < patch) {
      throw new IllegalArgumentException(
          "an image of " + image + " pixels has no patch of " + patch + " x " + patch);
    }
    if (positionRows < 1 || positionColumns < 1) {
      throw new IllegalArgumentException(
          "position embeddings need a grid of at least 1 x 1 patches, got "
              + positionRows
              + " x "
              + positionColumns);
    }
    if (pooling == Pooling.CLS_AND_DISTILLATION && !family.equals("deit")) {
      throw new IllegalArgumentException("only deit has a distillation token to pool, not vit");
    }
  }

  /** The same weights for images of another size. */
  public VitConfig withImage(PixelSize size) {
    return new VitConfig(
        family,
        layers,
        hidden,
        heads,
        intermediate,
        size,
        channels,
        patch,
        positionRows,
        positionColumns,
        projectionBias,
        layerNormEpsilon,
        activation,
        pooling);
  }

  /** Rows of patches of an image. */
  public int rows() {
    return image.height() / patch;
  }

  /** Columns of patches of an image. */
  public int columns() {
    return image.width() / patch;
  }

  /** Tokens before the patches: the class token and, in DeiT, the distillation token. */
  public int specialTokens() {
    return family.equals("deit") ? 2 : 1;
  }

  /** Tokens of every image. */
  @Override
  public InputKind kind() {
    return InputKind.IMAGE;
  }

  @Override
  public int maxLength() {
    return specialTokens() + rows() * columns();
  }

  @Override
  public long parameters() {
    long tokens = 2L * specialTokens() + (long) positionRows * positionColumns;
    long projection = (long) patch * patch * channels + 1;
    long missing = projectionBias ? 0 : 3L * layers * hidden;
    long embeddings = hidden * (tokens + projection + 2);
    return embeddings + layers * EncoderConfig.layerParameters(hidden, intermediate) - missing;
  }

  /** Why images that are made ready so do not fit; null when they do. */
  public String mismatch(ImageSettings settings) {
    return settings.size().equals(image) && settings.channels() == channels
        ? null
        : "the encoder takes images of "
            + image
            + " pixels and "
            + channels
            + " channels, its image settings make "
            + settings.size()
            + " and "
            + settings.channels();
  }
}
