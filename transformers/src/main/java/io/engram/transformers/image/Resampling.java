package io.engram.transformers.image;

import java.util.Arrays;

/** How pixels are computed when an image is resized, by the numbers of the Python library PIL. */
public enum Resampling {
  NEAREST(0, "nearest"),
  LANCZOS(1, "lanczos"),
  BILINEAR(2, "bilinear"),
  BICUBIC(3, "bicubic");

  private final int number;
  private final String label;

  Resampling(int number, String label) {
    this.number = number;
    this.label = label;
  }

  /** Its number in PIL. */
  public int number() {
    return number;
  }

  /** Stable name in files. */
  public String label() {
    return label;
  }

  /**
   * @throws IllegalArgumentException when there is no such resampling; lists those there are
   */
  public static Resampling of(String label) {
    return Arrays.stream(values())
        .filter(resampling -> resampling.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "resampling should be one of "
                        + Arrays.stream(values()).map(Resampling::label).toList()
                        + ", is '"
                        + label
                        + "'"));
  }

  /**
   * @throws IllegalArgumentException when this program does not compute it
   */
  public static Resampling numbered(int number) {
    return Arrays.stream(values())
        .filter(resampling -> resampling.number == number)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "resample should be 0 (nearest), 1 (lanczos), 2 (bilinear) or 3 (bicubic), is "
                        + number));
  }
}
