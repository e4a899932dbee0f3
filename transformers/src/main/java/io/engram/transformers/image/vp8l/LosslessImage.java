package io.engram.transformers.image.vp8l;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes one lossless picture. At most 8 bytes a pixel are held at any time, and 4 MB whatever its
 * size: 4 of the pixels as they are stored; 1 of three small images, whose pixels are tiles of 4 x
 * 4 or more; then 2 of tables of prefix codes ({@link CodeGroups}) or, behind them, 3 of the
 * result.
 */
public final class LosslessImage {
  /** A byte of signature, 14 bits each of width and height less 1, alpha, 3 bits of version. */
  private static final int HEADER_BITS = 40;

  private static final int PREDICTED = 0;
  private static final int MIXED = 1;
  private static final int GREEN = 2;

  private final BitReader in;
  private final int height;
  private final Runnable everyRow;
  private final List<Transform> transforms = new ArrayList<>();

  /** Of the rows as they are stored, when all transforms are read. */
  private int storedWidth;

  private LosslessImage(byte[] data, int width, int height, Runnable everyRow) {
    in = new BitReader(data, HEADER_BITS);
    storedWidth = width;
    this.height = height;
    this.everyRow = everyRow;
  }

  /**
   * Decodes.
   *
   * @param data begins with a header
   * @param width in pixels, as the header says
   * @param height in pixels, as the header says
   * @param everyRow is run for every row of whatever is decoded, for every row of which transforms
   *     are undone, and for every group of prefix codes; what it throws ends the decoding
   * @return red, green and blue {@code [height, width, 3]}, alpha left out
   * @throws IOException when the data end early or are damaged
   */
  public static byte[] colours(byte[] data, int width, int height, Runnable everyRow)
      throws IOException {
    LosslessImage image = new LosslessImage(data, width, height, everyRow);
    image.readTransforms();
    int[] stored = CodedImage.readPicture(image.in, image.storedWidth, height, everyRow);
    return image.undone(stored, width);
  }

  private void readTransforms() throws IOException {
    int seen = 0;
    while (in.flag()) {
      int type = in.number(2);
      if ((seen & 1 << type) != 0) {
        throw in.damage("it names the same transform twice");
      }
      seen |= 1 << type;
      transforms.add(transform(type));
    }
  }

  private Transform transform(int type) throws IOException {
    switch (type) {
      case PREDICTED:
        return new PredictedPixels(Tiles.read(in, storedWidth, height, everyRow), storedWidth);
      case MIXED:
        return new MixedColours(Tiles.read(in, storedWidth, height, everyRow), storedWidth);
      case GREEN:
        return new SubtractedGreen(storedWidth);
      default:
        IndexedColours indexed = IndexedColours.read(in, storedWidth, everyRow);
        storedWidth = indexed.storedWidth();
        return indexed;
    }
  }

  /** The transform that was read last is undone first. */
  private byte[] undone(int[] stored, int width) {
    byte[] colours = new byte[height * width * 3];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      everyRow.run();
      System.arraycopy(stored, y * storedWidth, row, 0, storedWidth);
      for (int i = transforms.size() - 1; i >= 0; i--) {
        transforms.get(i).undo(row, y);
      }
      int at = y * width * 3;
      for (int pixel : row) {
        colours[at++] = (byte) (pixel >> 16);
        colours[at++] = (byte) (pixel >> 8);
        colours[at++] = (byte) pixel;
      }
    }
    return colours;
  }
}
