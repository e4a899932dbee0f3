package io.engram.transformers.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DirectColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * What the JDK's decoders leave, as pixels. Samples are taken as stored; colour spaces are not
 * converted, because Pillow does not either. Of 16 bits the upper 8 are kept.
 */
final class Rasters {
  private Rasters() {}

  static Picture picture(BufferedImage image, DecodeBudget budget) {
    Raster raster = image.getRaster();
    boolean samples = image.getColorModel() instanceof ComponentColorModel;
    int channels = samples && raster.getNumBands() < 3 ? 1 : 3;
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] values = new byte[height * width * channels];
    int[] row = new int[samples ? width * raster.getNumBands() : width];
    for (int y = 0; y < height; y++) {
      budget.check();
      int at = y * width * channels;
      if (image.getColorModel() instanceof DirectColorModel model) {
        fields(raster.getPixels(0, y, width, 1, (int[]) null), model, values, at);
      } else if (!samples) {
        image.getRGB(0, y, width, 1, row, 0, width);
        unpack(row, width, values, at);
      } else if (!copied(raster, y, values, at, channels)) {
        copy(raster.getPixels(0, y, width, 1, row), raster, values, at, channels);
      }
    }
    return new Picture(values, height, width, channels);
  }

  /** Fields of any number of bits, in the order red, green, blue. */
  private static void fields(int[] row, DirectColorModel model, byte[] values, int at) {
    int bands = model.getNumComponents();
    for (int i = 0; i < row.length; i += bands) {
      for (int c = 0; c < 3; c++) {
        int most = (1 << model.getComponentSize(c)) - 1;
        values[at++] = (byte) (row[i + c] * 255 / most);
      }
    }
  }

  private static void unpack(int[] row, int width, byte[] values, int at) {
    for (int x = 0; x < width; x++) {
      values[at++] = (byte) (row[x] >> 16);
      values[at++] = (byte) (row[x] >> 8);
      values[at++] = (byte) row[x];
    }
  }

  private static void copy(int[] row, Raster raster, byte[] values, int at, int channels) {
    int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    int bands = raster.getNumBands();
    for (int x = 0, i = 0; x < raster.getWidth(); x++, i += bands) {
      for (int c = 0; c < channels; c++) {
        values[at++] = (byte) (row[i + c] >> shift);
      }
    }
  }

  /** The usual layout without a detour; false for any other. */
  private static boolean copied(Raster raster, int y, byte[] values, int at, int channels) {
    if (!(raster.getDataBuffer() instanceof DataBufferByte buffer)
        || !(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
        || raster.getParent() != null) {
      return false;
    }
    byte[] data = buffer.getData();
    int[] bands = model.getBandOffsets();
    int pixel = y * model.getScanlineStride();
    for (int x = 0; x < raster.getWidth(); x++, pixel += model.getPixelStride()) {
      for (int c = 0; c < channels; c++) {
        values[at++] = data[pixel + bands[c]];
      }
    }
    return true;
  }
}
