package io.engram.transformers.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes safetensors: header padded with spaces to eight bytes, tensors in order of name. */
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int CHUNK_BYTES = 1 << 18;

  private SafetensorsWriter() {}

  /**
   * @param shapes names and shapes, in the order in which they are written
   * @param read gives a tensor when its turn has come, so that only one need be in memory
   */
  static void write(
      OutputStream out,
      SortedMap<String, long[]> shapes,
      Function<String, FloatTensor> read,
      Map<String, String> metadata,
      TensorType type)
      throws IOException {
    // A caller's comparator must not decide the bytes.
    SortedMap<String, long[]> ordered = new TreeMap<>();
    ordered.putAll(shapes);
    byte[] header = header(ordered, new TreeMap<>(metadata), type);
    byte[] length = new byte[Long.BYTES];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
    out.write(length);
    out.write(header);
    byte[] bytes = new byte[CHUNK_BYTES];
    ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Map.Entry<String, long[]> next : ordered.entrySet()) {
      FloatTensor tensor = read.apply(next.getKey());
      if (!Arrays.equals(tensor.shape(), next.getValue())) {
        throw new IllegalArgumentException(
            "tensor '"
                + next.getKey()
                + "' was announced with shape "
                + Arrays.toString(next.getValue())
                + ", has "
                + Arrays.toString(tensor.shape()));
      }
      for (float value : tensor.values()) {
        if (!chunk.hasRemaining()) {
          flush(chunk, bytes, out);
        }
        put(chunk, value, type, next.getKey());
      }
    }
    flush(chunk, bytes, out);
  }

  private static void put(ByteBuffer chunk, float value, TensorType type, String name) {
    if (type == TensorType.F32) {
      chunk.putFloat(value);
      return;
    }
    short half = HalfFloat.fromFloat(value);
    if (Float.isFinite(value) && !Float.isFinite(HalfFloat.toFloat(half))) {
      throw new IllegalArgumentException(
          "tensor '"
              + name
              + "' holds "
              + value
              + ", beyond the largest 16-bit float "
              + HalfFloat.MAX_VALUE
              + ": write it as 32-bit floats");
    }
    chunk.putShort(half);
  }

  private static byte[] header(
      SortedMap<String, long[]> shapes, SortedMap<String, String> metadata, TensorType type)
      throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
      generator.writeStartObject();
      if (!metadata.isEmpty()) {
        generator.writeObjectFieldStart("__metadata__");
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          generator.writeStringField(entry.getKey(), entry.getValue());
        }
        generator.writeEndObject();
      }
      long begin = 0;
      for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
        long end = begin + elements(tensor.getValue()) * type.bytes();
        generator.writeObjectFieldStart(tensor.getKey());
        generator.writeStringField("dtype", type.name());
        writeLongs(generator, "shape", tensor.getValue());
        writeLongs(generator, "data_offsets", begin, end);
        generator.writeEndObject();
        begin = end;
      }
      generator.writeEndObject();
    }
    while (json.size() % ALIGNMENT != 0) {
      json.write(' ');
    }
    return json.toByteArray();
  }

  private static long elements(long[] shape) {
    long elements = 1;
    for (long dimension : shape) {
      elements = Math.multiplyExact(elements, dimension);
    }
    return elements;
  }

  private static void writeLongs(JsonGenerator generator, String name, long... values)
      throws IOException {
    generator.writeFieldName(name);
    generator.writeArray(values, 0, values.length);
  }

  private static void flush(ByteBuffer chunk, byte[] bytes, OutputStream out) throws IOException {
    out.write(bytes, 0, chunk.position());
    chunk.clear();
  }
}
