package io.engram.transformers.image.vp8;

/** Inverse transforms (section 14). */
final class Transforms {
  private Transforms() {}

  /**
   * Means of the 16 blocks of luma to their first coefficients.
   *
   * @param means {@code [16]}
   * @param blocks {@code [16, 16]}
   */
  static void walshHadamard(int[] means, int[] blocks) {
    int[] half = new int[16];
    for (int i = 0; i < 4; i++) {
      int a = means[i] + means[12 + i];
      int b = means[4 + i] + means[8 + i];
      int c = means[4 + i] - means[8 + i];
      int d = means[i] - means[12 + i];
      half[i] = a + b;
      half[4 + i] = d + c;
      half[8 + i] = a - b;
      half[12 + i] = d - c;
    }
    for (int i = 0; i < 4; i++) {
      int first = half[4 * i] + 3;
      int a = first + half[4 * i + 3];
      int b = half[4 * i + 1] + half[4 * i + 2];
      int c = half[4 * i + 1] - half[4 * i + 2];
      int d = first - half[4 * i + 3];
      blocks[64 * i] = a + b >> 3;
      blocks[64 * i + 16] = d + c >> 3;
      blocks[64 * i + 32] = a - b >> 3;
      blocks[64 * i + 48] = d - c >> 3;
    }
  }

  /**
   * Adds the inverse cosine transform of a block to its prediction.
   *
   * @param coefficients {@code [16]} from {@code offset} on
   * @param at upper left pixel of the block
   */
  static void addCosine(int[] coefficients, int offset, Plane plane, int at, int[] half) {
    for (int i = 0; i < 4; i++) {
      int in = offset + i;
      int a = coefficients[in] + coefficients[in + 8];
      int b = coefficients[in] - coefficients[in + 8];
      int c = sine(coefficients[in + 4]) - cosine(coefficients[in + 12]);
      int d = cosine(coefficients[in + 4]) + sine(coefficients[in + 12]);
      half[4 * i] = a + d;
      half[4 * i + 1] = b + c;
      half[4 * i + 2] = b - c;
      half[4 * i + 3] = a - d;
    }
    for (int i = 0; i < 4; i++) {
      int first = half[i] + 4;
      int a = first + half[8 + i];
      int b = first - half[8 + i];
      int c = sine(half[4 + i]) - cosine(half[12 + i]);
      int d = cosine(half[4 + i]) + sine(half[12 + i]);
      int row = at + i * plane.stride;
      plane.set(row, plane.get(row) + (a + d >> 3));
      plane.set(row + 1, plane.get(row + 1) + (b + c >> 3));
      plane.set(row + 2, plane.get(row + 2) + (b - c >> 3));
      plane.set(row + 3, plane.get(row + 3) + (a - d >> 3));
    }
  }

  /** Times the square root of 2 and the sine of an eighth of a circle's half. */
  private static int sine(int value) {
    return value * 35468 >> 16;
  }

  private static int cosine(int value) {
    return (value * 20091 >> 16) + value;
  }
}
