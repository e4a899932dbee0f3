package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;
import java.io.Serializable;

/**
 * What one picture may cost. Sizes are compared before anything is decoded.
 *
 * @param maxPixels most pixels, width times height; a decoder holds 5 to 13 bytes for each
 * @param maxSide longest width or height in pixels
 * @param maxBytes longest file in bytes
 * @param maxDecodeSeconds longest time a decoder may compute, in seconds of the thread's CPU time
 */
public record ImageLimits(long maxPixels, int maxSide, int maxBytes, double maxDecodeSeconds)
    implements Serializable {
  public static final ImageLimits DEFAULT = new ImageLimits(50_000_000, 65_535, 64_000_000, 10);

  /** The largest {@code maxPixels}: what a decoder holds of a picture has to fit an array. */
  public static final long MOST_PIXELS = Integer.MAX_VALUE / 8;

  public ImageLimits {
    require(maxPixels >= 1 && maxPixels <= MOST_PIXELS, "maxPixels", maxPixels);
    require(maxSide >= 1, "maxSide", maxSide);
    require(maxBytes >= 1, "maxBytes", maxBytes);
    require(
        maxDecodeSeconds > 0 && maxDecodeSeconds < Double.POSITIVE_INFINITY,
        "maxDecodeSeconds",
        maxDecodeSeconds);
  }

  private static void require(boolean met, String name, Number value) {
    if (!met) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it has to be positive, and maxPixels at most " + MOST_PIXELS);
    }
  }

  /** The same but for the three that are settings. */
  public static ImageLimits of(long maxPixels, int maxBytes, double maxDecodeSeconds) {
    return new ImageLimits(maxPixels, DEFAULT.maxSide, maxBytes, maxDecodeSeconds);
  }

  void requireBytes(int bytes) {
    if (bytes > maxBytes) {
      throw new UnreadableInputException(
          "the file has %d bytes, more than the limit of %d; make the picture smaller"
              .formatted(bytes, maxBytes));
    }
  }

  /**
   * @param what the picture, as in "the PNG"
   */
  void requireSize(String what, long width, long height) {
    if (width < 1 || height < 1) {
      throw new UnreadableInputException(
          "%s says that it has %d x %d pixels; there is no such picture"
              .formatted(what, width, height));
    }
    if (width > maxSide || height > maxSide) {
      throw new UnreadableInputException(
          "%s has %d x %d pixels, a side longer than the limit of %d; make the picture smaller"
              .formatted(what, width, height, maxSide));
    }
    if (width * height > maxPixels) {
      throw new UnreadableInputException(
          "%s has %d x %d = %d pixels, more than the limit of %d; make the picture smaller"
              .formatted(what, width, height, width * height, maxPixels));
    }
  }
}
