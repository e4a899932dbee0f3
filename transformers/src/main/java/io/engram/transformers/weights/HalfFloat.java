package io.engram.transformers.weights;

/** IEEE 754 binary16 to and from 32-bit floats (Java 17 has no such conversion). */
public final class HalfFloat {
  /** Largest finite half. */
  public static final float MAX_VALUE = 65504f;

  private static final int EXPONENT_SHIFT = 13;
  private static final float SUBNORMAL_UNIT = 0x1p-24f;

  private HalfFloat() {}

  /** Exact: every half is a float. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * SUBNORMAL_UNIT;
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
    }
    int wideExponent = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << EXPONENT_SHIFT);
  }

  /** Rounds to the nearest half, ties to even; beyond {@link #MAX_VALUE} becomes an infinity. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00 | (magnitude >>> EXPONENT_SHIFT & 0x3ff));
    }
    if (magnitude >= 0x477ff000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
      // Scaling by a power of two is exact here, and rint breaks ties to even.
      double units = Math.rint(Float.intBitsToFloat(magnitude) / (double) SUBNORMAL_UNIT);
      return (short) (sign | (int) units);
    }
    int even = magnitude >>> EXPONENT_SHIFT & 1;
    int rounded = magnitude + 0xfff + even - (112 << 23);
    return (short) (sign | rounded >>> EXPONENT_SHIFT);
  }
}
