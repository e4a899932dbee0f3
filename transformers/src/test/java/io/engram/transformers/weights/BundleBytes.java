package io.engram.transformers.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Writes small TensorFlow bundles: one block of entries, keys as what they add to the last. */
public final class BundleBytes {
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final Map<String, byte[]> entries = new TreeMap<>(Map.of("", new byte[] {8, 1}));
  private boolean damagedBlock;

  /** Adds a tensor of floats. */
  public BundleBytes floats(String name, long[] shape, float... values) {
    return tensor(name, 1, 0, shape, values);
  }

  /**
   * @param dataType as TensorFlow numbers them
   * @param shard number of the data file that is claimed
   */
  BundleBytes tensor(String name, int dataType, int shard, long[] shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
    for (long dimension : shape) {
      ByteArrayOutputStream size = new ByteArrayOutputStream();
      varint(size, 1 << 3);
      varint(size, dimension);
      message(dimensions, 2, size.toByteArray());
    }
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    number(entry, 1, dataType);
    message(entry, 2, dimensions.toByteArray());
    number(entry, 3, shard);
    number(entry, 4, data.size());
    number(entry, 5, bytes.capacity());
    entry.write(6 << 3 | 5);
    entry.writeBytes(little(checksum(bytes.array())));
    data.writeBytes(bytes.array());
    entries.put(name, entry.toByteArray());
    return this;
  }

  BundleBytes withDamagedBlock() {
    damagedBlock = true;
    return this;
  }

  public byte[] data() {
    return data.toByteArray();
  }

  public byte[] index() {
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    byte[] handle = block(table, entries);
    byte[] none = block(table, Map.of());
    byte[] index = block(table, Map.of("~", handle));
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(none).put(index).position(40).putLong(0xdb4775248b80fb57L);
    table.writeBytes(footer.array());
    byte[] bytes = table.toByteArray();
    if (damagedBlock) {
      bytes[3] ^= 1;
    }
    return bytes;
  }

  private static byte[] block(ByteArrayOutputStream table, Map<String, byte[]> entries) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    List<String> keys = new ArrayList<>(entries.keySet());
    for (int i = 0; i < keys.size(); i++) {
      String last = i == 0 ? "" : keys.get(i - 1);
      int shared = 0;
      while (shared < Math.min(last.length(), keys.get(i).length())
          && last.charAt(shared) == keys.get(i).charAt(shared)) {
        shared++;
      }
      byte[] added = keys.get(i).substring(shared).getBytes(StandardCharsets.UTF_8);
      byte[] value = entries.get(keys.get(i));
      varint(block, shared);
      varint(block, added.length);
      varint(block, value.length);
      block.writeBytes(added);
      block.writeBytes(value);
    }
    block.writeBytes(little(0));
    block.writeBytes(little(1));
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    varint(handle, table.size());
    varint(handle, block.size());
    block.write(0);
    table.writeBytes(block.toByteArray());
    table.writeBytes(little(checksum(block.toByteArray())));
    return handle.toByteArray();
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    int value = (int) checksum.getValue();
    return (value >>> 15 | value << 17) + 0xa282ead8;
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static void number(ByteArrayOutputStream out, int field, long value) {
    varint(out, field << 3);
    varint(out, value);
  }

  private static void message(ByteArrayOutputStream out, int field, byte[] content) {
    varint(out, field << 3 | 2);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
