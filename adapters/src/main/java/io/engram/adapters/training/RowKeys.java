package io.engram.adapters.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The keys of written rows and their order, without holding them on the heap. */
final class RowKeys {
  private static final int INDEX_BYTES = RowSpool.INDEX_BYTES;

  private final MappedMemory index;
  private final MappedMemory keys;

  RowKeys(MappedMemory index, MappedMemory keys) {
    this.index = index;
    this.keys = keys;
  }

  String key(int row) {
    long at = index.getLong((long) row * INDEX_BYTES + RowSpool.KEY_OFFSET);
    byte[] bytes = new byte[keys.getInt(at)];
    keys.segment(at).get(keys.within(at) + Integer.BYTES, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** By code point, which is the order of the keys' UTF-8 bytes. */
  private int compare(int a, int b) {
    long atA = index.getLong((long) a * INDEX_BYTES + RowSpool.KEY_OFFSET);
    long atB = index.getLong((long) b * INDEX_BYTES + RowSpool.KEY_OFFSET);
    ByteBuffer bytesA = keys.segment(atA);
    ByteBuffer bytesB = keys.segment(atB);
    int lengthA = keys.getInt(atA);
    int lengthB = keys.getInt(atB);
    int startA = keys.within(atA) + Integer.BYTES;
    int startB = keys.within(atB) + Integer.BYTES;
    for (int i = 0; i < Math.min(lengthA, lengthB); i++) {
      int order = Byte.compareUnsigned(bytesA.get(startA + i), bytesB.get(startB + i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(lengthA, lengthB);
  }

  /**
   * Written rows in the order of their keys: a merge sort on disk.
   *
   * @throws SpoolException when a key occurs twice
   */
  MappedInts sorted(Path folder, int rows) throws IOException {
    MappedInts from = new MappedInts(folder.resolve("order-a"), rows);
    MappedInts to = null;
    try {
      to = new MappedInts(folder.resolve("order-b"), rows);
      for (int row = 0; row < rows; row++) {
        from.set(row, row);
      }
      for (long run = 1; run < rows; run *= 2) {
        for (long start = 0; start < rows; start += 2 * run) {
          int middle = (int) Math.min(start + run, rows);
          merge(from, to, (int) start, middle, (int) Math.min(start + 2 * run, rows));
        }
        MappedInts swap = from;
        from = to;
        to = swap;
      }
      refuseDuplicates(from);
    } catch (IOException | RuntimeException e) {
      from.close();
      throw e;
    } finally {
      if (to != null) {
        to.close();
      }
    }
    return from;
  }

  private void refuseDuplicates(MappedInts sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        throw new SpoolException(
            "row key '" + key(sorted.get(i)) + "' occurs twice; a key names one row");
      }
    }
  }

  private void merge(MappedInts from, MappedInts to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int out = start; out < end; out++) {
      boolean takeLeft =
          right >= end || (left < middle && compare(from.get(left), from.get(right)) <= 0);
      to.set(out, takeLeft ? from.get(left++) : from.get(right++));
    }
  }
}
