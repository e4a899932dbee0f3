package io.engram.transformers.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A safetensors file (huggingface.co/docs/safetensors): eight bytes header length, JSON header,
 * data, all little-endian. Strict: the header has at most 16 MB, no duplicate key and known types;
 * the ranges cover the data exactly. Reads F32, F16 and BF16; safe for use from several threads.
 */
public final class Safetensors implements WeightFile {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int HEADER_BYTES = 1 << 12;
  private static final int PREFIX_BYTES = Long.BYTES;

  private final String file;
  private final ByteSource source;
  private final SafetensorsHeader header;
  private final long dataStart;

  private Safetensors(String file, ByteSource source) throws IOException {
    this.file = file;
    this.source = source;
    if (source.length() < PREFIX_BYTES) {
      throw new WeightFileException(
          file
              + ": expected at least "
              + PREFIX_BYTES
              + " bytes, got "
              + source.length()
              + ": it is truncated, fetch it again");
    }
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    source.read(0, prefix);
    long headerBytes = prefix.flip().getLong();
    if (headerBytes < 2 || headerBytes > SafetensorsHeader.MAX_BYTES) {
      throw new WeightFileException(
          file
              + ": bad header, its length should be 2 to "
              + SafetensorsHeader.MAX_BYTES
              + " bytes, is "
              + Long.toUnsignedString(headerBytes));
    }
    dataStart = PREFIX_BYTES + headerBytes;
    if (dataStart > source.length()) {
      throw new WeightFileException(
          file
              + ": header should end at byte "
              + dataStart
              + ", the file ends at "
              + source.length()
              + ": it is truncated, fetch it again");
    }
    byte[] json = new byte[(int) headerBytes];
    source.read(PREFIX_BYTES, ByteBuffer.wrap(json));
    header = SafetensorsHeader.parse(file, json, source.length() - dataStart);
  }

  /**
   * Opens a file and checks its header; tensor data is read on demand.
   *
   * @throws WeightFileException when it is damaged, truncated, extended or not there
   */
  public static Safetensors open(Path path) {
    try {
      return open(path.toString(), ByteSource.of(path));
    } catch (IOException e) {
      throw new WeightFileException(path + ": cannot be opened: " + e, e);
    }
  }

  /**
   * Reads a file that is already in memory.
   *
   * @param name what the bytes are, for messages
   * @param bytes the whole file; not copied, so not to be changed afterwards
   */
  public static Safetensors of(String name, byte[] bytes) {
    try {
      return open(name, ByteSource.of(bytes));
    } catch (IOException e) {
      throw new WeightFileException(name + ": cannot be read: " + e, e);
    }
  }

  private static Safetensors open(String file, ByteSource source) throws IOException {
    try {
      return new Safetensors(file, source);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  @Override
  public Set<String> names() {
    return header.entries().keySet();
  }

  @Override
  public long[] shape(String name) {
    return entry(name).shape().clone();
  }

  /** Element type of one tensor in the file. */
  public TensorType type(String name) {
    return entry(name).type();
  }

  /** The free text map of the header, empty when the file has none. */
  public SortedMap<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public FloatTensor read(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    TensorType type = entry.type();
    if (!type.readable()) {
      throw new WeightFileException(describe(name) + "expected type F32, F16 or BF16, got " + type);
    }
    long bytes = entry.end() - entry.begin();
    long elements = bytes / type.bytes();
    if (elements > Integer.MAX_VALUE - 8) {
      throw new WeightFileException(
          describe(name) + elements + " values are more than one array can hold");
    }
    float[] values = new float[(int) elements];
    try {
      fill(values, type, dataStart + entry.begin(), bytes);
    } catch (IOException e) {
      throw new WeightFileException(
          describe(name)
              + "expected bytes "
              + (dataStart + entry.begin())
              + " to "
              + (dataStart + entry.end())
              + " of the file: "
              + e.getMessage(),
          e);
    }
    return new FloatTensor(entry.shape().clone(), values);
  }

  private void fill(float[] values, TensorType type, long start, long bytes) throws IOException {
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    int next = 0;
    for (long done = 0; done < bytes; done += chunk.limit()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), bytes - done));
      source.read(start + done, chunk);
      chunk.flip();
      if (type == TensorType.F32) {
        int count = chunk.remaining() / Float.BYTES;
        chunk.asFloatBuffer().get(values, next, count);
        next += count;
      } else {
        while (chunk.hasRemaining()) {
          values[next++] = type.next(chunk);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /**
   * Writes 32-bit floats. Same tensors and metadata, same bytes: tensors lie in the natural order
   * of their names. Replaces a file that is there; not atomic.
   */
  public static void write(
      Path path, SortedMap<String, FloatTensor> tensors, Map<String, String> metadata)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(path)) {
      write(out, tensors, metadata);
    }
  }

  /** As {@link #write(Path, SortedMap, Map)}; does not close the stream. */
  public static void write(
      OutputStream out, SortedMap<String, FloatTensor> tensors, Map<String, String> metadata)
      throws IOException {
    writeAll(out, tensors, metadata, TensorType.F32);
  }

  /**
   * As {@link #write(OutputStream, SortedMap, Map)}, one tensor in memory at a time.
   *
   * @param shapes names and shapes of all tensors
   * @param read gives one tensor; called once for each name, in natural order
   */
  public static void writeEach(
      OutputStream out,
      SortedMap<String, long[]> shapes,
      Function<String, FloatTensor> read,
      Map<String, String> metadata)
      throws IOException {
    SafetensorsWriter.write(out, shapes, read, metadata, TensorType.F32);
  }

  /**
   * Writes 16-bit floats (nearest, ties to even), otherwise as {@link #write(Path, SortedMap,
   * Map)}.
   *
   * @throws IllegalArgumentException when a finite value is beyond the range of a half
   */
  public static void writeHalf(
      OutputStream out, SortedMap<String, FloatTensor> tensors, Map<String, String> metadata)
      throws IOException {
    writeAll(out, tensors, metadata, TensorType.F16);
  }

  /**
   * The bytes {@link #write(Path, SortedMap, Map)} would put into a file.
   *
   * @throws IllegalArgumentException when they are too many for an array, 2 GB
   */
  public static byte[] toBytes(
      SortedMap<String, FloatTensor> tensors, Map<String, String> metadata) {
    long bytes =
        tensors.values().stream().mapToLong(t -> (long) t.values().length * Float.BYTES).sum();
    if (bytes > Integer.MAX_VALUE - 8 - SafetensorsHeader.MAX_BYTES) {
      throw new IllegalArgumentException(
          "tensors of " + bytes + " bytes do not fit into one array; write them to a file");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) bytes + HEADER_BYTES);
    try {
      write(out, tensors, metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void writeAll(
      OutputStream out,
      Map<String, FloatTensor> tensors,
      Map<String, String> metadata,
      TensorType type)
      throws IOException {
    NavigableMap<String, long[]> shapes = new TreeMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    SafetensorsWriter.write(out, shapes, tensors::get, metadata, type);
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw WeightFileException.missing(describe(name), names().size());
    }
    return entry;
  }

  private String describe(String name) {
    return file + ": tensor '" + name + "': ";
  }
}
