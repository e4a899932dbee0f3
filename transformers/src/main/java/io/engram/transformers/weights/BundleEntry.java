package io.engram.transformers.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one tensor of a TensorFlow bundle lies ({@code BundleEntryProto} in TensorFlow's
 * tensor_bundle.proto).
 *
 * @param dataType element type by TensorFlow's numbering
 * @param shape dimensions, outermost first
 * @param shard number of the data file
 * @param offset first byte in it
 * @param size bytes
 * @param checksum masked CRC-32C of these bytes
 */
record BundleEntry(int dataType, long[] shape, int shard, long offset, long size, int checksum) {
  /** TensorFlow's number for 32-bit floats. */
  static final int FLOAT = 1;

  private static final int DATA_TYPE = 1;
  private static final int SHAPE = 2;
  private static final int SHARD = 3;
  private static final int OFFSET = 4;
  private static final int SIZE = 5;
  private static final int CHECKSUM = 6;
  private static final int DIMENSION = 2;
  private static final int DIMENSION_SIZE = 1;

  static BundleEntry read(byte[] message) throws IOException {
    WireReader entry = new WireReader(ByteSource.of(message), 0, message.length);
    int dataType = 0;
    List<Long> dimensions = new ArrayList<>();
    int shard = 0;
    long offset = 0;
    long size = 0;
    int checksum = 0;
    while (entry.next()) {
      switch (entry.field()) {
        case DATA_TYPE -> dataType = (int) entry.integer();
        case SHAPE -> readShape(entry.message(), dimensions);
        case SHARD -> shard = (int) entry.integer();
        case OFFSET -> offset = entry.integer();
        case SIZE -> size = entry.integer();
        case CHECKSUM -> checksum = entry.fixed32();
        default -> {}
      }
    }
    long[] shape = dimensions.stream().mapToLong(Long::longValue).toArray();
    return new BundleEntry(dataType, shape, shard, offset, size, checksum);
  }

  private static void readShape(WireReader shape, List<Long> into) throws IOException {
    while (shape.next()) {
      if (shape.field() == DIMENSION) {
        WireReader dimension = shape.message();
        long size = 0;
        while (dimension.next()) {
          size = dimension.field() == DIMENSION_SIZE ? dimension.integer() : size;
        }
        into.add(size);
      }
    }
  }
}
