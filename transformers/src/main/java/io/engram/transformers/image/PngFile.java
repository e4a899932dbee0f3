package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A PNG (ISO/IEC 15948): every colour type and depth, interlaced or not.
 *
 * @param essential header, palette and data, without the chunks that a decoder can do without:
 *     profiles and compressed notes are never inflated
 */
record PngFile(byte[] essential, int width, int height, Orientation orientation)
    implements EncodedPicture {
  private static final int SIGNATURE_BYTES = 8;
  private static final int AROUND_DATA = 12;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int LOWER_CASE = 0x20;
  private static final int EXIF = 0x65584966;

  /** Deflate makes at most 1032 bytes of one (RFC 1951); the rest is for what zlib adds. */
  private static final int MOST_INFLATION = 1040;

  static PngFile open(byte[] bytes, ImageLimits limits) {
    Bytes in = Bytes.bigEndian(bytes);
    if (in.length() < SIGNATURE_BYTES + AROUND_DATA + 13 || in.signedInt(12) != IHDR) {
      throw new UnreadableInputException("the PNG is cut off or damaged: it has no header");
    }
    requireChecksum(in, SIGNATURE_BYTES, 13);
    long width = in.unsignedInt(16);
    long height = in.unsignedInt(20);
    limits.requireSize("the PNG", width, height);
    int bits = bitsPerPixel(in.unsignedByte(24), in.unsignedByte(25));
    Parts kept = new Parts(bytes);
    kept.keep(0, SIGNATURE_BYTES);
    Orientation orientation = Orientation.UPRIGHT;
    long data = 0;
    int at = SIGNATURE_BYTES;
    int type = 0;
    while (type != IEND) {
      if (at + AROUND_DATA > in.length()) {
        throw cutOff(in.length());
      }
      long length = in.unsignedInt(at);
      type = in.signedInt(at + 4);
      if (length > in.length() - AROUND_DATA - at) {
        throw cutOff(in.length());
      }
      boolean critical = (in.unsignedByte(at + 4) & LOWER_CASE) == 0;
      if (critical) {
        requireChecksum(in, at, (int) length);
        requireKnown(in, at, type, length);
        kept.keep(at, at + (int) length + AROUND_DATA);
        data += type == IDAT ? length : 0;
      } else if (type == EXIF) {
        orientation = Exif.orientation(bytes, at + 8, (int) length);
      }
      at += (int) length + AROUND_DATA;
    }
    long raw = height * (1 + (width * bits + 7) / 8);
    if (raw > data * MOST_INFLATION) {
      throw new UnreadableInputException(
          "the PNG says that it has %d x %d pixels but holds only %d bytes of them"
              .formatted(width, height, data));
    }
    return new PngFile(kept.joined(), (int) width, (int) height, orientation);
  }

  private static int bitsPerPixel(int depth, int colourType) {
    int samples =
        switch (colourType) {
          case 0, 3 -> 1;
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 0;
        };
    boolean small = depth == 1 || depth == 2 || depth == 4;
    boolean known =
        switch (colourType) {
          case 0 -> small || depth == 8 || depth == 16;
          case 3 -> small || depth == 8;
          case 2, 4, 6 -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!known) {
      throw new UnreadableInputException(
          "the PNG is damaged: there is no colour type %d with %d bits"
              .formatted(colourType, depth));
    }
    return depth * samples;
  }

  /** A chunk in upper case is one without which the picture would be another. */
  private static void requireKnown(Bytes in, int chunk, int type, long length) {
    boolean known = type == IHDR || type == PLTE || type == IDAT || type == IEND;
    if (!known || type == PLTE && (length == 0 || length % 3 != 0)) {
      throw new UnreadableInputException(
          "the PNG is damaged: there is no chunk %s of %d bytes"
              .formatted(name(in, chunk), length));
    }
  }

  private static String name(Bytes in, int chunk) {
    return new String(in.array(), in.offset() + chunk + 4, 4, StandardCharsets.ISO_8859_1);
  }

  private static UnreadableInputException cutOff(int length) {
    return new UnreadableInputException(
        "the PNG is cut off after %d bytes: it has no end chunk".formatted(length));
  }

  private static void requireChecksum(Bytes in, int chunk, int length) {
    CRC32 crc = new CRC32();
    crc.update(in.array(), chunk + 4, length + 4);
    if ((int) crc.getValue() != in.signedInt(chunk + 8 + length)) {
      throw new UnreadableInputException(
          "the PNG is damaged: the checksum of its chunk %s is wrong".formatted(name(in, chunk)));
    }
  }

  @Override
  public String name() {
    return "PNG";
  }

  @Override
  public Picture decode(DecodeBudget budget) throws IOException {
    return Rasters.picture(JdkDecoders.png(essential, budget), budget);
  }
}
