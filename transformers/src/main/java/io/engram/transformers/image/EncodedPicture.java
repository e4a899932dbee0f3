package io.engram.transformers.image;

import java.io.IOException;

/** A file of which the header was read and nothing decoded yet. */
sealed interface EncodedPicture permits JpegFile, PngFile, WebpFile, BmpFile {

  /** As messages name it. */
  String name();

  /** In pixels, as stored: before {@link #orientation()}. */
  int width();

  /** In pixels, as stored: before {@link #orientation()}. */
  int height();

  /** What has to be done to the decoded rows. */
  Orientation orientation();

  /** The stored rows, alpha left out as Pillow's {@code convert} does. */
  Picture decode(DecodeBudget budget) throws IOException;

  /**
   * Reads headers only.
   *
   * @throws io.engram.transformers.input.UnreadableInputException when it is none of the formats,
   *     beyond a limit, damaged, or of a variant that is not read
   */
  static EncodedPicture open(byte[] bytes, ImageLimits limits) {
    limits.requireBytes(bytes.length);
    return switch (ImageFormat.of(bytes)) {
      case JPEG -> JpegFile.open(bytes, limits);
      case PNG -> PngFile.open(bytes, limits);
      case WEBP -> WebpFile.open(bytes, limits);
      case BMP -> BmpFile.open(bytes, limits);
    };
  }
}
