package io.engram.jobs.data.image;

import io.engram.transformers.image.Png;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BiConsumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A PNG file with an image of 32 x 32 pixels in every row of its pixels. */
final class Sheet {
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;

  private Sheet() {}

  /**
   * Reads images of a sheet.
   *
   * @param images on the sheet
   * @param wanted places of the images that are asked for
   * @param each is given the place and the image as a PNG file
   * @throws IOException when it is no PNG, damaged, or has another size
   */
  static void read(
      InputStream png, int images, List<Integer> wanted, BiConsumer<Integer, byte[]> each)
      throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(png)) {
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width != SIDE * SIDE || height != images) {
        throw new IOException(
            "is a sheet of %d x %d pixels, expected %d x %d"
                .formatted(width, height, SIDE * SIDE, images));
      }
      Raster pixels = reader.read(0).getRaster();
      if (pixels.getNumBands() != CHANNELS) {
        throw new IOException("has %d channels, expected 3".formatted(pixels.getNumBands()));
      }
      int[] row = new int[SIDE * SIDE * CHANNELS];
      for (int place : wanted) {
        pixels.getPixels(0, place, SIDE * SIDE, 1, row);
        each.accept(place, Png.encode(bytes(row), SIDE, SIDE, CHANNELS));
      }
    } finally {
      reader.dispose();
    }
  }

  private static byte[] bytes(int[] samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return bytes;
  }
}
