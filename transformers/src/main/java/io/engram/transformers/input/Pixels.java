package io.engram.transformers.input;

/**
 * A picture in the size that a backbone takes, in 8 bits a value: rescaling and normalisation are
 * the encoder's.
 *
 * @param values unsigned bytes {@code [height, width, channels]} row-major
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param length positions that it takes in the encoder: patches and special tokens
 */
public record Pixels(byte[] values, int height, int width, int channels, int length)
    implements ModelInput {

  public Pixels {
    if (values.length != height * width * channels) {
      throw new IllegalArgumentException(
          values.length
              + " values are no picture of "
              + height
              + " x "
              + width
              + " pixels with "
              + channels
              + " channels");
    }
  }

  @Override
  public boolean truncated() {
    return false;
  }

  @Override
  public long bytes() {
    return values.length;
  }
}
