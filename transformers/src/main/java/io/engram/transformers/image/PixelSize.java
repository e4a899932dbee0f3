package io.engram.transformers.image;

import java.io.Serializable;

/**
 * Size of an image.
 *
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 */
public record PixelSize(int height, int width) implements Serializable {

  public PixelSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image has at least 1 x 1 pixels, got " + height + " x " + width);
    }
  }

  @Override
  public String toString() {
    return height + " x " + width;
  }
}
