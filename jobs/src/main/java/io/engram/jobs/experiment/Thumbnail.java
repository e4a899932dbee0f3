package io.engram.jobs.experiment;

import io.engram.consolidation.benchmark.RowSample;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.image.ImageReader;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Png;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import java.util.Collections;
import java.util.List;

/** What a row looks like, in a few hundred bytes. */
final class Thumbnail {
  private static final int EDGE = 48;
  private static final int CHARACTERS = 160;
  private static final List<Double> ONES = Collections.nCopies(3, 1.0);
  private static final List<Double> ZEROS = Collections.nCopies(3, 0.0);

  /** The middle of the picture, as encoders see pictures. */
  private static final ImageSettings SETTINGS =
      new ImageSettings(
          new PixelSize(EDGE, EDGE),
          3,
          new Resize.ShortestEdge(EDGE, Resampling.BILINEAR),
          true,
          1,
          ZEROS,
          ONES);

  private Thumbnail() {}

  /**
   * @param input a text, or the bytes of a picture's file; null where a row has none
   * @param pair second text, or null
   */
  static RowSample of(Object input, String pair) {
    if (input instanceof byte[] file) {
      return picture(file);
    }
    String text = input == null ? "(nothing)" : input.toString();
    return new RowSample(shortened(pair == null ? text : text + " | " + pair), null);
  }

  private static RowSample picture(byte[] file) {
    try (ImageReader reader = new ImageReader(SETTINGS, ImageLimits.DEFAULT, 1)) {
      return new RowSample(null, png(reader.read(new RawInput.Image(file))));
    } catch (UnreadableInputException unreadable) {
      return new RowSample(shortened("(no picture: " + unreadable.getMessage() + ")"), null);
    }
  }

  /** Whole characters alone, white space of any kind as one blank. */
  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= CHARACTERS
        ? line
        : line.substring(0, line.offsetByCodePoints(0, CHARACTERS - 1)) + "…";
  }

  /** In one channel where the three are the same. */
  private static byte[] png(Pixels pixels) {
    byte[] values = pixels.values();
    byte[] grey = new byte[EDGE * EDGE];
    boolean colours = false;
    for (int i = 0; i < grey.length; i++) {
      grey[i] = values[3 * i];
      colours |= values[3 * i + 1] != grey[i] || values[3 * i + 2] != grey[i];
    }
    return colours ? Png.compressed(values, EDGE, EDGE, 3) : Png.compressed(grey, EDGE, EDGE, 1);
  }
}
