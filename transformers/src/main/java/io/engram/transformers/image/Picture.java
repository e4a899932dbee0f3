package io.engram.transformers.image;

/**
 * A decoded picture.
 *
 * @param values unsigned bytes {@code [height, width, channels]} row-major
 * @param channels 1 (grey) or 3 (red, green, blue)
 */
record Picture(byte[] values, int height, int width, int channels) {
  // Luma of ITU-R BT.601 in 16 bits, as Pillow's conversion to "L" has it.
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final int HALF = 1 << 15;

  /** Grey in one channel; Pillow's {@code convert("L")}. */
  Picture grey() {
    if (channels == 1) {
      return this;
    }
    byte[] grey = new byte[height * width];
    for (int i = 0, j = 0; i < grey.length; i++, j += 3) {
      int luma =
          (values[j] & 0xff) * RED
              + (values[j + 1] & 0xff) * GREEN
              + (values[j + 2] & 0xff) * BLUE
              + HALF;
      grey[i] = (byte) (luma >> 16);
    }
    return new Picture(grey, height, width, 1);
  }

  /** Three channels; Pillow's {@code convert("RGB")}. */
  Picture colours() {
    if (channels == 3) {
      return this;
    }
    byte[] colours = new byte[values.length * 3];
    for (int i = 0, j = 0; i < values.length; i++, j += 3) {
      colours[j] = values[i];
      colours[j + 1] = values[i];
      colours[j + 2] = values[i];
    }
    return new Picture(colours, height, width, 3);
  }
}
