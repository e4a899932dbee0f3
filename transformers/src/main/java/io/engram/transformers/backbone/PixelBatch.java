package io.engram.transformers.backbone;

import io.engram.transformers.input.Pixels;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures of one size.
 *
 * @param pictures of the rows, at least one
 */
public record PixelBatch(List<Pixels> pictures) implements InputBatch {

  public PixelBatch {
    pictures = List.copyOf(pictures);
  }

  /**
   * @throws IllegalArgumentException when the pictures differ in size or channels
   */
  public static PixelBatch of(List<Pixels> pictures) {
    Pixels first = pictures.get(0);
    for (Pixels picture : pictures) {
      if (picture.height() != first.height()
          || picture.width() != first.width()
          || picture.channels() != first.channels()
          || picture.length() != first.length()) {
        throw new IllegalArgumentException(
            "pictures of a batch have one size, got " + size(first) + " and " + size(picture));
      }
    }
    return new PixelBatch(pictures);
  }

  private static String size(Pixels picture) {
    return picture.height() + " x " + picture.width() + " x " + picture.channels();
  }

  @Override
  public int length() {
    return pictures.get(0).length();
  }

  @Override
  public int[] lengths() {
    int[] lengths = new int[pictures.size()];
    Arrays.fill(lengths, length());
    return lengths;
  }
}
