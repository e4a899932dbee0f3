package io.engram.adapters.training;

import java.io.IOException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/** An array of ints on disk instead of the heap: a permutation of the rows of a spool. */
final class MappedInts implements AutoCloseable {
  private final MappedMemory memory;
  private final int size;

  /** All zero; the disk space is taken at once, so that a later write cannot run out of it. */
  MappedInts(Path path, int size) throws IOException {
    this.size = size;
    try (SpoolFile file = new SpoolFile(path)) {
      file.putZeros((long) size * Integer.BYTES);
      memory = file.map(MapMode.READ_WRITE);
    }
  }

  int size() {
    return size;
  }

  int get(int index) {
    return memory.getInt((long) index * Integer.BYTES);
  }

  void set(int index, int value) {
    memory.putInt((long) index * Integer.BYTES, value);
  }

  void swap(int a, int b) {
    int value = get(a);
    set(a, get(b));
    set(b, value);
  }

  @Override
  public void close() {
    memory.close();
  }
}
