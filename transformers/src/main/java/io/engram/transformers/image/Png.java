package io.engram.transformers.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small images as PNG files. */
public final class Png {
  private static final int GREY = 1;
  private static final int RGB = 3;

  private Png() {}

  /**
   * Encodes without compression: what deflate makes of the same bytes depends on the zlib that a
   * Java was built with, and rows must be the same everywhere. The table's file is compressed.
   *
   * @param values unsigned bytes {@code [height, width, channels]}, 1 channel (grey) or 3 (RGB)
   */
  public static byte[] encode(byte[] values, int width, int height, int channels) {
    return written(values, width, height, channels, 1);
  }

  /**
   * Encodes as small as it gets, for files that need not have the same bytes everywhere.
   *
   * @param values as of {@link #encode}
   */
  public static byte[] compressed(byte[] values, int width, int height, int channels) {
    return written(values, width, height, channels, 0);
  }

  private static byte[] written(byte[] values, int width, int height, int channels, float quality) {
    if (channels != GREY && channels != RGB || values.length != width * height * channels) {
      throw new IllegalArgumentException(
          "%d values are no image of %d x %d with %d channels"
              .formatted(values.length, width, height, channels));
    }
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            channels == GREY ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    int[] samples = new int[values.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Byte.toUnsignedInt(values[i]);
    }
    image.getRaster().setPixels(0, 0, width, height, samples);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode an image", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
