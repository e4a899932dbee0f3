package io.engram.transformers.spark;

import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.UnreadableInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;

/**
 * A picture as Spark's {@code image} source decodes it.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 (grey), 3 (blue, green, red) or 4 (with alpha, which is dropped)
 * @param values unsigned bytes {@code [height, width, channels]} row-major
 */
record DecodedPicture(int height, int width, int channels, byte[] values) {
  private static final Set<Integer> CHANNELS = Set.of(1, 3, 4);
  private static final int HEADER = 54;
  private static final int INFO_HEADER = 40;
  private static final int COLOURS = 3;

  /**
   * @throws UnreadableInputException when Spark could not decode it, or size and values do not
   *     belong together
   */
  static DecodedPicture of(Row image) {
    for (int field = 1; field < image.size(); field++) {
      if (image.isNullAt(field)) {
        throw new UnreadableInputException(
            named(image) + "has no " + image.schema().fieldNames()[field]);
      }
    }
    DecodedPicture picture =
        new DecodedPicture(
            ImageSchema.getHeight(image),
            ImageSchema.getWidth(image),
            ImageSchema.getNChannels(image),
            ImageSchema.getData(image));
    if (picture.height < 1 || picture.width < 1) {
      throw new UnreadableInputException(
          named(image) + "could not be decoded by Spark's image source");
    }
    long expected = (long) picture.height * picture.width * picture.channels;
    if (!CHANNELS.contains(picture.channels) || picture.values.length != expected) {
      throw new UnreadableInputException(
          named(image)
              + "is a decoded picture of "
              + picture.height
              + " x "
              + picture.width
              + " pixels with "
              + picture.channels
              + " channels (1, 3 and 4 are read) and holds "
              + picture.values.length
              + " values");
    }
    return picture;
  }

  private static String named(Row image) {
    String origin = ImageSchema.getOrigin(image);
    return origin == null || origin.isEmpty() ? "it " : "file " + origin + " ";
  }

  /**
   * The same picture as a BMP file of 24 bits a pixel, so that one decoder reads all.
   *
   * @throws UnreadableInputException when that is longer than a file may be
   */
  byte[] toBmp(ImageLimits limits) {
    int stride = (width * COLOURS + COLOURS) / Integer.BYTES * Integer.BYTES;
    if (HEADER + (long) stride * height > limits.maxBytes()) {
      throw new UnreadableInputException(
          "%d x %d decoded pixels take %d bytes, more than the limit of %d; raise it, or give the files themselves"
              .formatted(width, height, HEADER + (long) stride * height, limits.maxBytes()));
    }
    ByteBuffer file =
        ByteBuffer.allocate(Math.addExact(HEADER, Math.multiplyExact(stride, height)))
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(HEADER);
    file.putInt(INFO_HEADER).putInt(width).putInt(height);
    file.putShort((short) 1).putShort((short) (COLOURS * Byte.SIZE));
    for (int row = height - 1; row >= 0; row--) {
      file.position(HEADER + (height - 1 - row) * stride);
      for (int column = 0; column < width; column++) {
        int at = (row * width + column) * channels;
        for (int colour = 0; colour < COLOURS; colour++) {
          file.put(values[channels == 1 ? at : at + colour]);
        }
      }
    }
    return file.array();
  }
}
