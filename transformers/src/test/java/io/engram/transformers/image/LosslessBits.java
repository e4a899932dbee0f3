package io.engram.transformers.image;

import static io.engram.transformers.image.ImageBytes.join;
import static io.engram.transformers.image.ImageBytes.latin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/** Writes a lossless WebP bit by bit, valid or with a lie where a test wants one. */
public final class LosslessBits {
  public static final int PREDICTED = 0;
  public static final int GREEN = 2;
  private static final int CODES = 5;

  private final BitSet bits = new BitSet();
  private int length;

  /** With a header. */
  public LosslessBits(int width, int height) {
    put(0x2f, 8).put(width - 1, 14).put(height - 1, 14).put(0, 4);
  }

  /** The lowest bit first. */
  public LosslessBits put(int value, int count) {
    for (int i = 0; i < count; i++) {
      bits.set(length++, (value >> i & 1) == 1);
    }
    return this;
  }

  /** A transform follows. */
  public LosslessBits transform(int type) {
    return put(1, 1).put(type, 2);
  }

  /** Transforms end; the picture has no cache of colours. */
  public LosslessBits picture() {
    return put(0, 2);
  }

  /** Green, red, blue, alpha and distance of a group of codes that have one symbol each. */
  public LosslessBits codes(int green, int red, int blue) {
    return code(green).code(red).code(blue).code(0).code(0);
  }

  /** The shortest that there is. */
  public LosslessBits codes() {
    return put(0x11111, 4 * CODES);
  }

  /** A code of one symbol. */
  public LosslessBits code(int symbol) {
    return put(1, 1).put(0, 1).put(1, 1).put(symbol, 8);
  }

  /** Codes of which the first has one symbol: 256, a copy of one pixel from the row above. */
  LosslessBits copies() {
    // Lengths have two codes: 0 for 1, and 1 for zeros, of which there are 11 more than 7 bits say.
    put(0, 1).put(0, 4).put(0, 3).put(1, 3).put(0, 3).put(1, 3);
    // Three of them: 138 and 118 zeros, and a 1.
    put(1, 1).put(0, 3).put(1, 2).put(1, 1).put(127, 7).put(1, 1).put(107, 7).put(0, 1);
    return code(0).code(0).code(0).code(0);
  }

  /** A small image of one colour, without a cache. */
  public LosslessBits image(int green, int red) {
    return put(0, 1).codes(green, red, 0);
  }

  /** The data of the chunk. */
  public byte[] data() {
    byte[] data = new byte[(length + 7) / 8];
    byte[] set = bits.toByteArray();
    System.arraycopy(set, 0, data, 0, set.length);
    return data;
  }

  public byte[] webp() {
    byte[] data = data();
    byte[] padding = new byte[data.length & 1];
    byte[] chunk = join(latin("WEBPVP8L"), size(data.length), data, padding);
    return join(latin("RIFF"), size(chunk.length), chunk);
  }

  private static byte[] size(int bytes) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes).array();
  }

  /** A picture of 49,968,150 pixels that says again and again how its pixels are predicted. */
  static byte[] predictedTwoHundredTimes(int tileBits) {
    LosslessBits bits = new LosslessBits(16_383, 3_050);
    for (int i = 0; i < 200; i++) {
      bits.transform(PREDICTED).put(tileBits - 2, 3).image(1, 0);
    }
    return bits.picture().put(0, 1).codes().webp();
  }

  /** As large, and green is to be added a thousand times. */
  static byte[] greenAThousandTimes() {
    LosslessBits bits = new LosslessBits(16_383, 3_050);
    for (int i = 0; i < 1_000; i++) {
      bits.transform(GREEN);
    }
    return bits.picture().put(0, 1).codes().webp();
  }

  /**
   * A picture of 4 x 4 pixels that all have the codes of group 65,535.
   *
   * @param groups as many as there are
   */
  static byte[] lastOfManyGroups(int groups) {
    LosslessBits bits = new LosslessBits(4, 4).picture().put(1, 1).put(0, 3).image(255, 255);
    for (int i = 0; i < groups; i++) {
      bits.codes();
    }
    return bits.webp();
  }
}
