package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;

/**
 * Numbers in a part of an array. Reading beyond it says that the file is cut off.
 *
 * @param little whether the lowest byte of a number comes first
 */
record Bytes(byte[] array, int offset, int length, boolean little) {

  static Bytes littleEndian(byte[] array) {
    return new Bytes(array, 0, array.length, true);
  }

  static Bytes bigEndian(byte[] array) {
    return new Bytes(array, 0, array.length, false);
  }

  int unsignedByte(int at) {
    if (at < 0 || at >= length) {
      throw new UnreadableInputException(
          "the file is cut off: it has %d bytes and byte %d is needed".formatted(length, at));
    }
    return array[offset + at] & 0xff;
  }

  int unsignedShort(int at) {
    int first = unsignedByte(at);
    int second = unsignedByte(at + 1);
    return little ? first | second << 8 : first << 8 | second;
  }

  int signedInt(int at) {
    int first = unsignedShort(at);
    int second = unsignedShort(at + 2);
    return little ? first | second << 16 : first << 16 | second;
  }

  long unsignedInt(int at) {
    return signedInt(at) & 0xffffffffL;
  }
}
