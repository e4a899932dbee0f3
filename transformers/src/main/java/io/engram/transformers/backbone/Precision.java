package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.engram.transformers.weights.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How hidden states are kept outside the engine: little-endian IEEE 754, row-major. */
public enum Precision {
  /** Exact. */
  FLOAT32("float32", 4),
  /** Half the bytes; values keep 11 significant bits, beyond 65504 they become infinite. */
  FLOAT16("float16", 2);

  private final String label;
  private final int bytes;

  Precision(String label, int bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /** Stable name in settings and cache keys. */
  public String label() {
    return label;
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }

  /**
   * @throws IllegalArgumentException when there is no such precision; names those there are
   */
  public static Precision of(String label) {
    for (Precision precision : values()) {
      if (precision.label.equals(label)) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        "precision must be one of "
            + Arrays.stream(values()).map(Precision::label).toList()
            + ", got '"
            + label
            + "'");
  }

  /** An array's values in this precision; {@code array} is left as it is. */
  ByteBuffer bytes(NDArray array) {
    if (this == FLOAT32) {
      return array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    try (NDArray half = array.toType(DataType.FLOAT16, true)) {
      return half.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Values in this precision. */
  public byte[] encode(float[] values) {
    ByteBuffer target = ByteBuffer.allocate(values.length * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      if (this == FLOAT32) {
        target.putFloat(value);
      } else {
        target.putShort(HalfFloat.fromFloat(value));
      }
    }
    return target.array();
  }

  /**
   * The reverse of {@link #encode}.
   *
   * @throws IllegalArgumentException when the bytes are no whole number of values
   */
  public float[] decode(byte[] source) {
    if (source.length % bytes != 0) {
      throw new IllegalArgumentException(
          source.length + " bytes are no whole number of " + label + " values");
    }
    ByteBuffer buffer = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[source.length / bytes];
    if (this == FLOAT32) {
      buffer.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = HalfFloat.toFloat(buffer.getShort());
    }
    return values;
  }
}
