package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A Windows or OS/2 bitmap: 1, 4, 8, 16, 24 and 32 bits a pixel, run lengths and bit fields. */
record BmpFile(byte[] bytes, int width, int height) implements EncodedPicture {
  private static final int FILE_HEADER = 14;
  private static final int OLD_HEADER = 12;
  private static final int UNCOMPRESSED = 0;
  private static final int RUNS_OF_8 = 1;
  private static final int RUNS_OF_4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int VERSION_5 = 124;
  private static final int COLOUR_SPACE = 70;
  private static final int SRGB = 0x73524742;

  /** Two bytes make at most 255 pixels of one colour. */
  private static final int PIXELS_A_BYTE = 128;

  static BmpFile open(byte[] bytes, ImageLimits limits) {
    Bytes in = Bytes.littleEndian(bytes);
    long header = in.unsignedInt(FILE_HEADER);
    boolean old = header == OLD_HEADER;
    if (!old && (header < 40 || header > VERSION_5)) {
      throw new UnreadableInputException(
          "the BMP is damaged: its header says that it has %d bytes".formatted(header));
    }
    long width = old ? in.unsignedShort(18) : in.signedInt(18);
    long height = old ? in.unsignedShort(20) : Math.abs((long) in.signedInt(22));
    limits.requireSize("the BMP", width, height);
    int bits = in.unsignedShort(old ? 24 : 28);
    long compression = old ? UNCOMPRESSED : in.unsignedInt(30);
    boolean known =
        switch (bits) {
          case 1 -> compression == UNCOMPRESSED;
          case 4 -> compression == UNCOMPRESSED || compression == RUNS_OF_4;
          case 8 -> compression == UNCOMPRESSED || compression == RUNS_OF_8;
          case 24 -> compression == UNCOMPRESSED;
          case 16, 32 -> compression == UNCOMPRESSED || compression == BIT_FIELDS;
          default -> false;
        };
    if (!known) {
      throw new UnreadableInputException(
          "the BMP has %d bits a pixel with compression %d, which is not read; save it as 24 bits"
              .formatted(bits, compression));
    }
    long data = bytes.length - in.unsignedInt(10);
    boolean runs = compression == RUNS_OF_4 || compression == RUNS_OF_8;
    long most = runs ? data * PIXELS_A_BYTE : data;
    long needed = runs ? width * height : (width * bits + 31) / 32 * 4 * height;
    if (in.unsignedInt(10) < FILE_HEADER + header || needed > most) {
      throw new UnreadableInputException(
          "the BMP says that it has %d x %d pixels of %d bits but holds only %d bytes of them"
              .formatted(width, height, bits, Math.max(0, data)));
    }
    return new BmpFile(withoutProfile(in, header), (int) width, (int) height);
  }

  /** Of version 5, where the JDK would read a profile that is in the file, whatever it is. */
  private static byte[] withoutProfile(Bytes in, long header) {
    if (header < VERSION_5 || in.signedInt(COLOUR_SPACE) == SRGB) {
      return in.array();
    }
    byte[] copy = in.array().clone();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(COLOUR_SPACE, SRGB);
    return copy;
  }

  @Override
  public String name() {
    return "BMP";
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }

  @Override
  public Picture decode(DecodeBudget budget) throws IOException {
    return Rasters.picture(JdkDecoders.bmp(bytes, budget), budget);
  }
}
