package io.engram.transformers.image;

import io.engram.transformers.image.vp8.KeyFrame;
import io.engram.transformers.image.vp8l.LosslessImage;
import io.engram.transformers.input.UnreadableInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebP still: lossy (VP8) or lossless (VP8L), with or without alpha, which is left out.
 *
 * @param chunk the picture's data without what is around it: profiles, alpha and notes never reach
 *     the decoder
 */
record WebpFile(byte[] chunk, boolean lossless, int width, int height, Orientation orientation)
    implements EncodedPicture {
  private static final int FIRST_CHUNK = 12;
  private static final int ANIMATED = 2;

  static WebpFile open(byte[] bytes, ImageLimits limits) {
    Bytes in = Bytes.littleEndian(bytes);
    long end = in.unsignedInt(4) + 8;
    if (end > bytes.length) {
      throw new UnreadableInputException(
          "the WebP is cut off: it has %d bytes and says that it has %d"
              .formatted(bytes.length, end));
    }
    WebpFile found = null;
    Orientation orientation = Orientation.UPRIGHT;
    for (long at = FIRST_CHUNK; at + 8 <= end; ) {
      int start = (int) at + 8;
      long length = in.unsignedInt((int) at + 4);
      if (length > end - start) {
        throw new UnreadableInputException(
            "the WebP is damaged: a chunk at byte %d says that it has %d bytes, %d are left"
                .formatted(at, length, end - start));
      }
      String type = new String(bytes, (int) at, 4, StandardCharsets.ISO_8859_1);
      Bytes data = new Bytes(bytes, start, (int) length, true);
      switch (type) {
        case "VP8X" -> requireStill(data, limits);
        case "VP8 " -> found = found == null ? lossy(data, limits) : found;
        case "VP8L" -> found = found == null ? lossless(data, limits) : found;
        case "EXIF" -> orientation = Exif.orientation(bytes, start, (int) length);
        default -> {
          // Alpha, profiles and what else there is.
        }
      }
      at = start + length + (length & 1);
    }
    if (found == null) {
      throw new UnreadableInputException("the WebP is damaged: it has no picture");
    }
    return new WebpFile(found.chunk, found.lossless, found.width, found.height, orientation);
  }

  private static void requireStill(Bytes data, ImageLimits limits) {
    if ((data.unsignedByte(0) & ANIMATED) != 0) {
      throw new UnreadableInputException(
          "Animated WebP is not read; save one of its frames as a picture");
    }
    long width = 1 + (data.unsignedInt(4) & 0xffffff);
    long height = 1 + (data.unsignedInt(6) >>> 8);
    limits.requireSize("the WebP", width, height);
  }

  private static WebpFile lossy(Bytes data, ImageLimits limits) {
    boolean key = (data.unsignedByte(0) & 1) == 0;
    if (!key || data.unsignedByte(3) != 0x9d || data.unsignedShort(4) != 0x2a01) {
      throw new UnreadableInputException("the WebP is damaged: it does not begin with a key frame");
    }
    int width = data.unsignedShort(6) & 0x3fff;
    int height = data.unsignedShort(8) & 0x3fff;
    limits.requireSize("the WebP", width, height);
    return new WebpFile(copy(data), false, width, height, Orientation.UPRIGHT);
  }

  private static WebpFile lossless(Bytes data, ImageLimits limits) {
    int sizes = data.signedInt(1);
    if (data.unsignedByte(0) != 0x2f || sizes >>> 29 != 0) {
      throw new UnreadableInputException("the WebP is damaged: its lossless data has no signature");
    }
    int width = 1 + (sizes & 0x3fff);
    int height = 1 + (sizes >>> 14 & 0x3fff);
    limits.requireSize("the WebP", width, height);
    return new WebpFile(copy(data), true, width, height, Orientation.UPRIGHT);
  }

  private static byte[] copy(Bytes data) {
    return Arrays.copyOfRange(data.array(), data.offset(), data.offset() + data.length());
  }

  @Override
  public String name() {
    return "WebP";
  }

  @Override
  public Picture decode(DecodeBudget budget) throws IOException {
    byte[] colours =
        lossless
            ? LosslessImage.colours(chunk, width, height, budget::check)
            : KeyFrame.colours(chunk, width, height, budget::check);
    return new Picture(colours, height, width, 3);
  }
}
