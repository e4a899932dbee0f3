package io.engram.transformers.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The entries of a small sorted string table of LevelDB (github.com/google/leveldb,
 * doc/table_format.md), all in memory. Blocks must be uncompressed; the checksum of each is
 * compared. Keys are stored shortened and blocks may be named again and again, so what they amount
 * to is bounded too.
 */
final class LevelDbTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER_BYTES = 48;
  private static final int TRAILER_BYTES = 5;
  private static final int MAX_BYTES = 64 << 20;
  private static final int MASK_DELTA = 0xa282ead8;

  private final byte[] bytes;
  private final long most;
  private long taken;

  private LevelDbTable(byte[] bytes, long most) {
    this.bytes = bytes;
    this.most = most;
  }

  /**
   * Values by key, which is text here.
   *
   * @throws IOException when it is no such table, damaged, compressed, or unpacks to too much
   */
  static SortedMap<String, byte[]> entries(ByteSource source) throws IOException {
    return entries(source, 2 * MAX_BYTES);
  }

  /**
   * As {@link #entries(ByteSource)}.
   *
   * @param most bytes of blocks, and of keys written out
   */
  static SortedMap<String, byte[]> entries(ByteSource source, long most) throws IOException {
    if (source.length() < FOOTER_BYTES || source.length() > MAX_BYTES) {
      throw new IOException("a table of " + source.length() + " bytes is not read");
    }
    byte[] bytes = new byte[(int) source.length()];
    source.read(0, ByteBuffer.wrap(bytes));
    return new LevelDbTable(bytes, most).entries();
  }

  private SortedMap<String, byte[]> entries() throws IOException {
    ByteBuffer footer = little(bytes.length - FOOTER_BYTES, FOOTER_BYTES);
    if (footer.getLong(FOOTER_BYTES - Long.BYTES) != MAGIC) {
      throw new IOException("does not end as a LevelDB table does");
    }
    varint(footer);
    varint(footer);
    SortedMap<String, byte[]> index = block(footer);
    SortedMap<String, byte[]> entries = new TreeMap<>();
    for (byte[] handle : index.values()) {
      entries.putAll(block(ByteBuffer.wrap(handle)));
    }
    return entries;
  }

  /** The block that a handle points at: its first byte, then its length. */
  private SortedMap<String, byte[]> block(ByteBuffer handle) throws IOException {
    int begin = varint(handle);
    int length = varint(handle);
    if (begin > bytes.length - FOOTER_BYTES - TRAILER_BYTES
        || length > bytes.length - FOOTER_BYTES - TRAILER_BYTES - begin
        || length < Integer.BYTES) {
      throw new IOException("a block of " + length + " bytes at byte " + begin + " is not there");
    }
    take(length);
    ByteBuffer trailer = little(begin + length, TRAILER_BYTES);
    if (trailer.get() != 0) {
      throw new IOException("the block at byte " + begin + " is compressed");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, begin, length + 1);
    if (masked(checksum) != trailer.getInt()) {
      throw new IOException("the block at byte " + begin + " is damaged: its checksum differs");
    }
    ByteBuffer block = little(begin, length);
    long restarts = Integer.toUnsignedLong(block.getInt(length - Integer.BYTES));
    long end = length - Integer.BYTES * (restarts + 1);
    if (end < 0) {
      throw new IOException("the block at byte " + begin + " has " + restarts + " restarts");
    }
    return entries(block.limit((int) end));
  }

  private void take(long more) throws IOException {
    taken += more;
    if (taken > most) {
      throw new IOException("its blocks and keys take more than " + most + " bytes");
    }
  }

  /** Keys are stored as what they add to the key before. */
  private SortedMap<String, byte[]> entries(ByteBuffer block) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    byte[] key = {};
    while (block.hasRemaining()) {
      int shared = varint(block);
      int added = varint(block);
      int size = varint(block);
      if (shared > key.length || added > block.remaining() - size || size > block.remaining()) {
        throw new IOException("an entry of " + added + " + " + size + " bytes ends outside");
      }
      take(shared);
      ByteBuffer next = ByteBuffer.allocate(shared + added).put(key, 0, shared);
      key = next.put(block.slice(block.position(), added)).array();
      byte[] value = new byte[size];
      block.position(block.position() + added).get(value);
      entries.put(new String(key, StandardCharsets.UTF_8), value);
    }
    return entries;
  }

  /** The form in which LevelDB and TensorFlow store a CRC-32C. */
  static int masked(CRC32C checksum) {
    int value = (int) checksum.getValue();
    return Integer.rotateRight(value, 15) + MASK_DELTA;
  }

  private ByteBuffer little(int begin, int length) {
    return ByteBuffer.wrap(bytes, begin, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int varint(ByteBuffer from) throws IOException {
    long result = 0;
    for (int shift = 0; shift < Integer.SIZE && from.hasRemaining(); shift += 7) {
      byte next = from.get();
      result |= (long) (next & 0x7f) << shift;
      if (next >= 0 && result <= Integer.MAX_VALUE) {
        return (int) result;
      }
    }
    throw new IOException("a number in it is cut off or too large");
  }
}
