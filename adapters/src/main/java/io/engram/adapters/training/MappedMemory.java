package io.engram.adapters.training;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.List;

/**
 * A mapped file of any size, in segments; a record lies within one segment.
 *
 * @param segments in file order, in the machine's byte order
 * @param segmentBits of an offset, that tell the place within a segment
 */
record MappedMemory(List<ByteBuffer> segments, int segmentBits) implements AutoCloseable {
  private static final Unmapper UNMAPPER = new Unmapper();

  MappedMemory {
    segments = List.copyOf(segments);
    segments.forEach(segment -> segment.order(ByteOrder.nativeOrder()));
  }

  ByteBuffer segment(long offset) {
    return segments.get((int) (offset >>> segmentBits));
  }

  int within(long offset) {
    return (int) (offset & ((1L << segmentBits) - 1));
  }

  long bytes() {
    return segments.stream().mapToLong(ByteBuffer::capacity).sum();
  }

  int getInt(long offset) {
    return segment(offset).getInt(within(offset));
  }

  long getLong(long offset) {
    return segment(offset).getLong(within(offset));
  }

  void putInt(long offset, int value) {
    segment(offset).putInt(within(offset), value);
  }

  /** Gives the address space and, the file being deleted, its disk space back at once. */
  @Override
  public void close() {
    segments.forEach(segment -> UNMAPPER.unmap((MappedByteBuffer) segment));
  }

  /** Java 17 has no supported way to unmap before the buffer is collected. */
  private static final class Unmapper {
    private final Object unsafe;
    private final Method invokeCleaner;

    Unmapper() {
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        var field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        unsafe = field.get(null);
        invokeCleaner = type.getMethod("invokeCleaner", ByteBuffer.class);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Java 17 has sun.misc.Unsafe.invokeCleaner", e);
      }
    }

    void unmap(MappedByteBuffer buffer) {
      try {
        invokeCleaner.invoke(unsafe, buffer);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot unmap " + buffer, e);
      }
    }
  }
}
