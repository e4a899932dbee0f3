package io.engram.transformers.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks the fields of one protobuf message without loading it (protobuf.dev/programming-guides/
 * encoding). Reading the few fields needed by hand keeps the protobuf runtime, of which Spark
 * brings a version of its own, out of the program.
 */
final class WireReader {
  private static final int WINDOW_BYTES = 4096;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int MAX_STRING_BYTES = 1 << 16;

  private final ByteSource source;
  private final long end;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
  private long windowStart;
  private long position;

  private int field;
  private int wireType;
  private long value;
  private long begin;

  WireReader(ByteSource source, long begin, long end) {
    this.source = source;
    this.position = begin;
    this.end = end;
    window.limit(0);
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() throws IOException {
    if (position == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new IOException("byte " + position + " begins no field");
    }
    switch (wireType) {
      case VARINT -> value = varint();
      case FIXED64 -> skip(Long.BYTES);
      case DELIMITED -> skip(varint());
      case FIXED32 -> skip(Integer.BYTES);
      default -> throw new IOException("wire type " + wireType + " at byte " + position);
    }
    return true;
  }

  /** Number of the current field. */
  int field() {
    return field;
  }

  /** Value of the current field, an integer. */
  long integer() throws IOException {
    require(VARINT);
    return value;
  }

  /** Value of the current field, four bytes in little-endian order. */
  int fixed32() throws IOException {
    require(FIXED32);
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    source.read(begin, bytes);
    return bytes.getInt(0);
  }

  /** Text of the current field. */
  String string() throws IOException {
    require(DELIMITED);
    if (position - begin > MAX_STRING_BYTES) {
      throw new IOException("a name of " + (position - begin) + " bytes at byte " + begin);
    }
    byte[] bytes = new byte[(int) (position - begin)];
    source.read(begin, ByteBuffer.wrap(bytes));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** First byte of the current field's content, relative to the file. */
  long begin() throws IOException {
    require(DELIMITED);
    return begin;
  }

  /** One past the last byte of the current field's content. */
  long end() {
    return position;
  }

  /** The current field as a message, or as packed integers. */
  WireReader message() throws IOException {
    require(DELIMITED);
    return new WireReader(source, begin, position);
  }

  boolean packed() {
    return wireType == DELIMITED;
  }

  boolean atEnd() {
    return position == end;
  }

  long varint() throws IOException {
    long result = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = nextByte();
      result |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw new IOException("a number of more than ten bytes at byte " + position);
  }

  private void skip(long bytes) throws IOException {
    if (bytes < 0 || bytes > end - position) {
      throw new EOFException(
          "field "
              + field
              + " at byte "
              + position
              + " should have "
              + Long.toUnsignedString(bytes)
              + " bytes, only "
              + (end - position)
              + " are left");
    }
    begin = position;
    position += bytes;
  }

  private byte nextByte() throws IOException {
    if (position >= end) {
      throw new EOFException("ends inside a number at byte " + position);
    }
    long offset = position - windowStart;
    if (offset < 0 || offset >= window.limit()) {
      window.clear().limit((int) Math.min(WINDOW_BYTES, end - position));
      source.read(position, window);
      window.flip();
      windowStart = position;
      offset = 0;
    }
    position++;
    return window.get((int) offset);
  }

  private void require(int expected) throws IOException {
    if (wireType != expected) {
      throw new IOException(
          "field "
              + field
              + " at byte "
              + position
              + " should have wire type "
              + expected
              + ", has "
              + wireType);
    }
  }
}
