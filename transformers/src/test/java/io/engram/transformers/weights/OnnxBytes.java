package io.engram.transformers.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes small ONNX files field by field. */
final class OnnxBytes {
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;

  private OnnxBytes() {}

  /** A protobuf message under construction; {@code field} is its number in the graph. */
  static final class Message {
    private final int field;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message(int field) {
      this.field = field;
    }

    Message varint(int number, long value) {
      raw(number << 3);
      raw(value);
      return this;
    }

    Message bytes(int number, byte[] content) {
      raw((number << 3) | 2);
      raw(content.length);
      bytes.writeBytes(content);
      return this;
    }

    Message text(int number, String content) {
      return bytes(number, content.getBytes(StandardCharsets.UTF_8));
    }

    private void raw(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }

  static Message node(String name, String operation, String... inputs) {
    Message node = new Message(NODE);
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(3, name).text(4, operation);
  }

  static Message floats(String name, long[] shape, float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return tensor(name, shape, 1).bytes(9, data.array());
  }

  static Message integers(String name, long[] shape, long... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      data.putLong(value);
    }
    return tensor(name, shape, 7).bytes(9, data.array());
  }

  private static Message tensor(String name, long[] shape, int type) {
    Message tensor = new Message(INITIALIZER);
    for (long dimension : shape) {
      tensor.varint(1, dimension);
    }
    return tensor.varint(2, type).text(8, name);
  }

  static byte[] model(Message... parts) {
    Message graph = new Message(7);
    for (Message part : parts) {
      graph.bytes(part.field, part.bytes.toByteArray());
    }
    Message model = new Message(0).varint(1, 6);
    return model.bytes(graph.field, graph.bytes.toByteArray()).bytes.toByteArray();
  }
}
