package io.engram.transformers.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Files of pictures, valid or with a lie where a test wants one. */
public final class ImageBytes {
  private static final byte[] SIGNATURE = latin("\u0089PNG\r\n\u001a\n");

  private ImageBytes() {}

  /** A smooth picture that differs in every direction. */
  public static BufferedImage picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = x * 255 / width;
        int green = y * 255 / height;
        image.setRGB(x, y, red << 16 | green << 8 | (x + y) * 3 % 256);
      }
    }
    return image;
  }

  /**
   * @param bands 1 (grey), 3 (colours) or 4 (inks)
   */
  public static byte[] jpeg(int width, int height, int bands, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (progressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(stream);
      writer.write(null, image(width, height, bands), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static IIOImage image(int width, int height, int bands) {
    BufferedImage colours = picture(width, height);
    if (bands == 3) {
      return new IIOImage(colours, null, null);
    }
    if (bands == 1) {
      BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      grey.getRaster().setSamples(0, 0, width, height, 0, samples(colours, 0));
      return new IIOImage(grey, null, null);
    }
    WritableRaster inks = Raster.createInterleavedRaster(0, width, height, bands, null);
    for (int band = 0; band < bands; band++) {
      inks.setSamples(0, 0, width, height, band, samples(colours, band % 3));
    }
    return new IIOImage(inks, null, null);
  }

  private static int[] samples(BufferedImage image, int band) {
    return image
        .getRaster()
        .getSamples(0, 0, image.getWidth(), image.getHeight(), band, (int[]) null);
  }

  /** A JPEG with a segment more, right after its start. */
  public static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 4 + data.length);
    out.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker);
    out.putShort((short) (data.length + 2)).put(data);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** Where the first segment with a marker begins, at its 0xff. */
  public static int segment(byte[] jpeg, int marker) {
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != marker) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
    }
    return at;
  }

  /**
   * @param orientation 1 to 8 are known
   */
  public static byte[] exif(int orientation, boolean little) {
    ByteBuffer out = ByteBuffer.allocate(6 + 8 + 2 + 12 + 4);
    out.put(latin("Exif\0\0")).put(latin(little ? "II" : "MM"));
    out.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    out.putShort((short) 42).putInt(8).putShort((short) 1);
    out.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return out.array();
  }

  /**
   * A PNG of one grey or colour in every sample, filters none.
   *
   * @param more chunks between header and data
   */
  public static byte[] png(
      int width, int height, int depth, int colourType, boolean interlaced, byte[]... more) {
    int samples = new int[] {1, 0, 3, 1, 2, 0, 4}[colourType];
    long rowBytes = 1 + ((long) width * samples * depth + 7) / 8;
    long raw = interlaced ? adam7(width, height, samples * depth) : rowBytes * height;
    return png(header(width, height, depth, colourType, interlaced ? 1 : 0), zeros(raw), more);
  }

  private static long adam7(int width, int height, int bits) {
    int[][] passes = {
      {0, 0, 8, 8},
      {4, 0, 8, 8},
      {0, 4, 4, 8},
      {2, 0, 4, 4},
      {0, 2, 2, 4},
      {1, 0, 2, 2},
      {0, 1, 1, 2}
    };
    long bytes = 0;
    for (int[] pass : passes) {
      long columns = (width - pass[0] + pass[2] - 1) / pass[2];
      long rows = (height - pass[1] + pass[3] - 1) / pass[3];
      bytes += columns > 0 && rows > 0 ? rows * (1 + (columns * bits + 7) / 8) : 0;
    }
    return bytes;
  }

  public static byte[] png(byte[] header, byte[] data, byte[]... more) {
    return join(
        SIGNATURE,
        chunk("IHDR", header),
        join(more),
        chunk("IDAT", data),
        chunk("IEND", new byte[0]));
  }

  public static byte[] header(int width, int height, int depth, int colourType, int interlacing) {
    return ByteBuffer.allocate(13)
        .putInt(width)
        .putInt(height)
        .put((byte) depth)
        .put((byte) colourType)
        .putShort((short) 0)
        .put((byte) interlacing)
        .array();
  }

  public static byte[] chunk(String type, byte[] data) {
    byte[] body = join(latin(type), data);
    CRC32 crc = new CRC32();
    crc.update(body);
    ByteBuffer out = ByteBuffer.allocate(body.length + 8);
    return out.putInt(data.length).put(body).putInt((int) crc.getValue()).array();
  }

  /** Zeros, deflated. */
  public static byte[] zeros(long count) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    byte[] block = new byte[1 << 16];
    byte[] buffer = new byte[1 << 16];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (long left = count; left > 0; ) {
        int length = (int) Math.min(left, block.length);
        deflater.setInput(block, 0, length);
        left -= length;
        while (!deflater.needsInput()) {
          out.write(buffer, 0, deflater.deflate(buffer));
        }
      }
      deflater.finish();
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  /**
   * A BMP whose header says anything.
   *
   * @param dataBytes bytes behind the header
   */
  public static byte[] bmp(int width, int height, int bits, int compression, int dataBytes) {
    ByteBuffer out = ByteBuffer.allocate(54 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(latin("BM")).putInt(out.capacity()).putInt(0);
    int palette = bits <= 8 ? 4 << bits : 0;
    out.putInt(54 + palette).putInt(40).putInt(width).putInt(height).putShort((short) 1);
    out.putShort((short) bits).putInt(compression);
    for (int i = 54; i < out.capacity(); i++) {
      out.put(i, (byte) (i * 7));
    }
    return out.array();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  public static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static byte[] with(byte[] bytes, int at, int... values) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < values.length; i++) {
      changed[at + i] = (byte) values[i];
    }
    return changed;
  }

  public static byte[] start(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }
}
