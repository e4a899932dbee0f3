package io.engram.transformers.weights;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Element types of the safetensors format. Only the three float types can be read as values; the
 * others are known by size, so that files which hold them beside the weights can be opened.
 */
public enum TensorType {
  F32(4),
  F16(2),
  BF16(2),
  F64(8),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1),
  BOOL(1);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether {@link WeightFile#read} can convert it to 32-bit floats. */
  public boolean readable() {
    return this == F32 || this == F16 || this == BF16;
  }

  /** Next element of a little-endian buffer as a 32-bit float. */
  float next(ByteBuffer littleEndian) {
    return switch (this) {
      case F32 -> littleEndian.getFloat();
      case F16 -> HalfFloat.toFloat(littleEndian.getShort());
      case BF16 -> Float.intBitsToFloat(littleEndian.getShort() << 16);
      default ->
          throw new IllegalStateException(name().toLowerCase(Locale.ROOT) + " is no float type");
    };
  }
}
