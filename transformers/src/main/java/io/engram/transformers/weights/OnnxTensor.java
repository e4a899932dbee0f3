package io.engram.transformers.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where one initialiser of an ONNX file lies.
 *
 * @param name its name
 * @param dataType element type by ONNX's numbering
 * @param shape dimensions as they are given back
 * @param begin first byte in the file
 * @param end one past the last byte
 * @param transposed whether the file holds the transpose of {@code shape}
 */
record OnnxTensor(
    String name, int dataType, long[] shape, long begin, long end, boolean transposed) {
  /** ONNX's number for 32-bit floats. */
  static final int FLOAT = 1;

  private static final int DIMENSIONS = 1;
  private static final int DATA_TYPE = 2;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int DATA_LOCATION = 14;

  static OnnxTensor read(String file, WireReader message) throws IOException {
    List<Long> dimensions = new ArrayList<>();
    int dataType = 0;
    String name = "";
    long begin = 0;
    long end = 0;
    long location = 0;
    while (message.next()) {
      switch (message.field()) {
        case DIMENSIONS -> readDimensions(message, dimensions);
        case DATA_TYPE -> dataType = (int) message.integer();
        case NAME -> name = message.string();
        case DATA_LOCATION -> location = message.integer();
        case RAW_DATA -> {
          begin = message.begin();
          end = message.end();
        }
        default -> {}
      }
    }
    long[] shape = dimensions.stream().mapToLong(Long::longValue).toArray();
    if (location != 0) {
      throw new WeightFileException(
          tensor(file, name) + "its data lies outside the file, which is not supported");
    }
    if (dataType == FLOAT && end - begin != bytes(file, name, shape)) {
      throw new WeightFileException(
          tensor(file, name)
              + "shape "
              + Arrays.toString(shape)
              + " needs "
              + bytes(file, name, shape)
              + " bytes of raw data, there are "
              + (end - begin));
    }
    return new OnnxTensor(name, dataType, shape, begin, end, false);
  }

  /** The same data as a linear layer's kernel {@code [out, in]}. */
  OnnxTensor asKernel(String file, String kernel) {
    if (shape.length != 2) {
      throw new WeightFileException(
          tensor(file, kernel) + "expected [in, out], got shape " + Arrays.toString(shape));
    }
    return new OnnxTensor(kernel, dataType, new long[] {shape[1], shape[0]}, begin, end, true);
  }

  private static void readDimensions(WireReader message, List<Long> into) throws IOException {
    if (!message.packed()) {
      into.add(message.integer());
      return;
    }
    WireReader packed = message.message();
    while (!packed.atEnd()) {
      into.add(packed.varint());
    }
  }

  private static long bytes(String file, String name, long[] shape) {
    long bytes = Float.BYTES;
    for (long dimension : shape) {
      if (dimension < 0 || dimension > Integer.MAX_VALUE || bytes > Integer.MAX_VALUE) {
        throw new WeightFileException(
            tensor(file, name) + "shape " + Arrays.toString(shape) + " is beyond 2 GB");
      }
      bytes *= dimension;
    }
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new WeightFileException(
          tensor(file, name) + "shape " + Arrays.toString(shape) + " is beyond 2 GB");
    }
    return bytes;
  }

  private static String tensor(String file, String name) {
    return file + ": tensor '" + name + "': ";
  }
}
