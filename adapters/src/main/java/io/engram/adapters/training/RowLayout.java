package io.engram.adapters.training;

import io.engram.transformers.input.Pixels;
import java.util.Objects;

/**
 * What every row of a spool carries.
 *
 * @param width values of one token's state and of the pooled vector
 * @param tokens whether rows carry the hidden states of their tokens
 * @param pooled whether rows carry the pooled output of the plain backbone
 * @param targets values of the distillation target, 0 for none
 * @param picture what all pictures have in common; null where rows carry none
 */
public record RowLayout(
    int width, boolean tokens, boolean pooled, int targets, PictureLayout picture) {

  /** Size of pictures of 8-bit values. */
  public record PictureLayout(int height, int width, int channels) {
    static PictureLayout of(Pixels picture) {
      return picture == null
          ? null
          : new PictureLayout(picture.height(), picture.width(), picture.channels());
    }

    int bytes() {
      return height * width * channels;
    }

    @Override
    public String toString() {
      return height + " x " + width + " x " + channels;
    }
  }

  static RowLayout of(int width, FeatureRow row) {
    return new RowLayout(
        width,
        row.hidden().length > 0,
        row.pooled().length > 0,
        row.target().length,
        PictureLayout.of(row.picture()));
  }

  /** Floats of one row with so many tokens. */
  int floats(int length) {
    return Math.addExact(
        tokens ? Math.multiplyExact(length, width) : 0, (pooled ? width : 0) + targets);
  }

  /** Bytes of one row with so many tokens. */
  long bytes(int length) {
    return (long) floats(length) * Float.BYTES + (picture == null ? 0 : picture.bytes());
  }

  /** Where the picture begins, in bytes from the row's start. */
  int pictureStart(int length) {
    return floats(length) * Float.BYTES;
  }

  /** Where the pooled vector begins, in floats from the row's start. */
  int pooledStart(int length) {
    return tokens ? length * width : 0;
  }

  /** Where the target begins, in floats from the row's start. */
  int targetStart(int length) {
    return pooledStart(length) + (pooled ? width : 0);
  }

  void check(FeatureRow row) {
    expect(row, "hidden values", row.hidden().length, tokens ? row.length() * width : 0);
    expect(row, "pooled values", row.pooled().length, pooled ? width : 0);
    expect(row, "target values", row.target().length, targets);
    PictureLayout present = PictureLayout.of(row.picture());
    if (!Objects.equals(present, picture)) {
      throw new SpoolException(
          "row '"
              + row.key()
              + "' has a picture of "
              + present
              + " values, the rows of this task have "
              + picture);
    }
  }

  private static void expect(FeatureRow row, String what, int actual, int expected) {
    if (actual != expected) {
      throw new SpoolException(
          "row '"
              + row.key()
              + "' of "
              + row.length()
              + " tokens has "
              + actual
              + " "
              + what
              + ", the rows of this task have "
              + expected);
    }
  }
}
